import type { QualifiedName, SchemaOp } from '../facts/schema.ts';

/** `SET search_path TO a, b`, and pg_dump's set_config. */
const SET_PATH = /^\s*set\s+(?:session\s+|local\s+)?search_path\s*(?:=|\bto\b)\s*([^;]*)$/i;
const SET_CONFIG = /^\s*select\s+(?:pg_catalog\.)?set_config\s*\(\s*'search_path'\s*,\s*'([^']*)'/i;

const RESET_PATH = /^\s*reset\s+search_path\s*$/i;
/** MySQL's `USE shop`. */
const USE = /^\s*use\s+(?:`([^`]+)`|([\w$-]+))\s*$/i;

/** Schemas that an unqualified name is looked up in, as far as one file sets them. PostgreSQL alone has this. */
export class SearchPath {
  private path: readonly string[] = [];
  private readonly made = new Set<string>();
  private current: string | null = null;

  /** True for a statement that sets the path, which is then done with. */
  take(statement: string): boolean {
    const use = USE.exec(statement);
    if (use) this.current = (use[1] ?? use[2] ?? '').toLowerCase();
    if (use) return true;
    if (RESET_PATH.test(statement)) this.path = [];
    const found = SET_PATH.exec(statement) ?? SET_CONFIG.exec(statement);
    if (!found) return false;
    this.path = (found[1] ?? '').split(',').map(unquote).filter((name) => name !== '' && name !== 'pg_catalog' && name !== '$user' && name !== 'default');
    return true;
  }

  /** Notes what a statement makes, so that a later name is found in the schema that has it. */
  note(operation: SchemaOp): void {
    const name = operation.op === 'create-table' ? operation.table : operation.op === 'create-view' ? operation.view : null;
    if (name) this.made.add(keyOf(name));
  }

  /**
   * The schema of an unqualified table; null for the default. With several schemas in the path a name that this file did not make in one
   * of them stays unqualified.
   */
  readonly schemaOf = (table: string): string | null => {
    const [first, ...others] = this.path;
    if (first === undefined || first === 'public') return this.holder(table);
    return others.length === 0 ? first : this.holder(table);
  };

  /** The schema that a CREATE without one makes its table in: the first of the path. */
  readonly schemaOfNew = (): string | null => (this.path[0] === 'public' ? null : (this.path[0] ?? null));

  /** All schemas of the path, in order, where there are several. */
  readonly searched = (): readonly string[] => (this.path.length > 1 ? this.path : []);

  /** Whether a database is the one that the file is in, whose name then says nothing. */
  readonly isCurrent = (database: string): boolean => database.toLowerCase() === this.current;

  private holder(table: string): string | null {
    return this.path.find((schema) => schema !== 'public' && this.made.has(keyOf({ schema, name: table }))) ?? null;
  }
}

const keyOf = (name: QualifiedName): string => `${name.schema ?? 'public'}.${name.name}`;

function unquote(written: string): string {
  const name = written.trim();
  return /^["']/.test(name) ? name.slice(1, -1) : name.toLowerCase();
}
