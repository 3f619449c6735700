/** An index as an engine's own catalog has it. `keys`: equal exactly where two keys are (column or expression, operator class, collation, direction, nulls, prefix). */
export interface DbIndex {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly method: string;
  readonly keys: readonly string[];
  /** The key's column; null for an expression. */
  readonly columns: readonly (string | null)[];
  readonly where: string;
  readonly include: readonly string[];
  /** No key can be NULL. */
  readonly notNull: boolean;
}

export interface DbForeignKey { readonly table: string; readonly columns: readonly string[]; readonly refTable: string }

/** What an engine has after the migrations ran. Tables by the catalog's key: lower case, with the schema where that is not the default one. */
export interface Database { readonly engine: string; readonly tables: ReadonlySet<string>; readonly indexes: readonly DbIndex[]; readonly foreignKeys: readonly DbForeignKey[]; readonly refused: readonly Refusal[] }

/** A statement that the engine would not run. */
export interface Refusal { readonly path: string; readonly head: string; readonly error: string }

/** One statement of a migration. */
export interface Statement { readonly path: string; readonly sql: string }

export const headOf = (sql: string): string => sql.replace(/\s+/g, ' ').slice(0, 90);
