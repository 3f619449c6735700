import type { MigrationFolder } from '../../facts/catalog.ts';
import { type Dialect, sameFamily } from '../../facts/dialect.ts';
import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { isInside } from '../../text/path.ts';
import type { ModelTable } from '../models/table.ts';
import { tableKey } from '../replay/index.ts';
import type { PlacedStatement } from '../replay/index.ts';

/** What is known of one database before it is put together. `quiet` ones come from tests and fixtures. */
export interface DatabaseParts {
  readonly root: string;
  /** The folder of migrations that it is; none for models and loose files, and where a project has one database. */
  readonly folder?: string | null;
  readonly dialect: Dialect;
  readonly quiet: boolean;
  readonly models: readonly ModelTable[];
  readonly statements: readonly PlacedStatement[];
  readonly origins: readonly string[];
  /** The migration folders among them. */
  readonly history?: readonly MigrationFolder[];
}

/** Table keys that the SQL of a part speaks of, created or only altered. */
const sqlKeys = (part: DatabaseParts): Set<string> => new Set(part.statements.flatMap((s) => keysOf(s.statement.operation, part.dialect)));
const modelKeys = (part: DatabaseParts): Set<string> => new Set(part.models.map((m) => tableKey(m.name, part.dialect)));

export function keysOf(op: SchemaOp, dialect: Dialect): string[] {
  if (op.op === 'create-table' || op.op === 'add-column' || op.op === 'add-constraint' || op.op === 'create-index') return [tableKey(op.table, dialect)];
  return [];
}

/** Tables that the SQL of a part brings into being. */
export const createdKeys = (part: DatabaseParts): ReadonlySet<string> => new Set(part.statements.flatMap((s) => madeBy(s.statement.operation).map((name) => tableKey(name, part.dialect))));

/** Names that an operation brings into being: created, or renamed to. */
const madeBy = (op: SchemaOp): readonly QualifiedName[] => (op.op === 'create-table' ? [op.table] : op.op === 'rename-table' ? [op.to] : []);

/**
 * Joins what describes one database from different folders: migrations at the top and models in a package, indexes in a folder of their own.
 * Two parts are one when they are of a dialect, share most tables of the smaller, and either one lies above the other or one has only models and the other
 * only SQL. Parts of one project were told apart before (`separate`). Two applications with the same table names, each with its own models and migrations, stay apart.
 */
export function joinParts(parts: readonly DatabaseParts[]): readonly DatabaseParts[] {
  const open = [...parts].sort((a, b) => a.root.length - b.root.length || (a.root < b.root ? -1 : 1));
  for (let i = 0; i < open.length; i++) {
    for (let j = i + 1; j < open.length; j++) {
      const [a, b] = [open[i], open[j]];
      if (a === undefined || b === undefined || !belongTogether(a, b)) continue;
      open[i] = join(a, b);
      open.splice(j, 1);
      j = i;
    }
  }
  return open;
}

function belongTogether(a: DatabaseParts, b: DatabaseParts): boolean {
  if (!sameFamily(a.dialect, b.dialect) || a.quiet !== b.quiet || a.root === b.root) return false;
  const complementary = (a.models.length === 0 && b.statements.length === 0) || (b.models.length === 0 && a.statements.length === 0);
  const nested = isInside(a.root, b.root) || isInside(b.root, a.root);
  if (!complementary && !nested) return false;
  const left = new Set([...sqlKeys(a), ...modelKeys(a)]);
  const right = new Set([...sqlKeys(b), ...modelKeys(b)]);
  const shared = [...left].filter((key) => right.has(key)).length;
  return shared > 0 && shared * 2 >= Math.min(left.size, right.size);
}

export const join = (a: DatabaseParts, b: DatabaseParts): DatabaseParts => ({
  root: a.models.length > 0 || b.models.length === 0 ? a.root : b.root, folder: a.folder ?? b.folder ?? null, dialect: a.dialect === b.dialect ? a.dialect : 'mysql', quiet: a.quiet,
  models: [...a.models, ...b.models], statements: [...a.statements, ...b.statements], origins: [...a.origins, ...b.origins], history: [...(a.history ?? []), ...(b.history ?? [])],
});
