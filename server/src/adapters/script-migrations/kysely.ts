import type { SchemaOp } from '../../facts/schema.ts';
import type { AdapterInput } from '../adapter.ts';
import { keyOf, madeIndex, nameOf, unread } from './operations.ts';
import { type Steps, textOf, textsOf } from './steps.ts';

const BUILDER = 'Kysely';

/** What a chain behind Kysely's `db.schema` does; null for nothing that concerns the schema as it is read here. */
export function kyselyOperation({ steps, span }: Steps, { outline, document }: AdapterInput): SchemaOp | null {
  const [first, ...rest] = steps;
  const name = textOf(first?.args[0], outline);
  if (first === undefined || name === null) return null;
  const on = textOf(rest.find((step) => step.name === 'on')?.args[0], outline);
  if (first.name === 'createIndex') return on === null ? null : createIndex(name, on, { root: '', members: [], steps: rest, span }, outline);
  if (first.name === 'dropIndex') return { op: 'drop-index', name: nameOf(name), ...(on === null ? {} : { table: nameOf(on) }) };
  if (first.name === 'dropTable') return { op: 'drop-table', table: nameOf(name) };
  return first.name === 'createTable' || first.name === 'alterTable' ? unread(nameOf(name), document.text.slice(span.start, span.end), BUILDER) : null;
}

const UNDERSTOOD: ReadonlySet<string> = new Set(['on', 'column', 'columns', 'unique', 'using', 'ifNotExists', 'execute']);

function createIndex(name: string, table: string, { steps, span }: Steps, outline: AdapterInput['outline']): SchemaOp {
  const has = (step: string): boolean => steps.some((one) => one.name === step);
  const columns = steps.filter((step) => step.name === 'column' || step.name === 'columns').map((step) => textsOf(step.args[0], outline));
  const isKnown = columns.every((list) => list !== null) && steps.every((step) => UNDERSTOOD.has(step.name));
  const keys = isKnown ? columns.flatMap((list) => (list ?? []).map((column) => keyOf(column, span))) : [null];
  return madeIndex({ name, table: nameOf(table), keys, unique: has('unique'), method: textOf(steps.find((step) => step.name === 'using')?.args[0], outline) ?? 'btree', ifNotExists: has('ifNotExists'), span }, BUILDER);
}
