import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import type { CallHost } from '../../lang/expression.ts';
import { contains, type Span } from '../../text/span.ts';
import type { AdapterInput } from '../adapter.ts';
import { keyOf, madeIndex, unread } from './operations.ts';
import { type Step, type Steps, stepsOf, textOf, textsOf } from './steps.ts';

const BUILDER = 'Knex';

/** An operation and where it stands. */
export interface Placed { readonly operation: SchemaOp; readonly span: Span }

/** What a chain behind Knex's `knex.schema` does. */
export function knexOperations({ steps }: Steps, input: AdapterInput): readonly Placed[] {
  const schema = textOf(steps.find((step) => step.name === 'withSchema')?.args[0], input.outline);
  return steps.flatMap((step): readonly Placed[] => {
    const name = textOf(step.args[0], input.outline);
    const table = name === null ? null : { schema, name };
    if (/^(?:dropTable|dropTableIfExists)$/.test(step.name)) return table === null ? [] : [{ operation: { op: 'drop-table', table }, span: step.span }];
    if (/^(?:alterTable|table)$/.test(step.name)) return inTable(step, table, input);
    return /^(?:createTable|createTableIfNotExists|createTableLike|renameTable)$/.test(step.name) ? placed(unread(table, textAt(step.span, input), BUILDER), step.span) : [];
  });
}

const placed = (operation: SchemaOp | null, span: Span): readonly Placed[] => (operation === null ? [] : [{ operation, span }]);

const textAt = (span: Span, { document }: AdapterInput): string => document.text.slice(span.start, span.end);

/** What is called on the table inside the function that changes it. */
function inTable(step: Step, table: QualifiedName | null, input: AdapterInput): readonly Placed[] {
  const change = step.args[1];
  const param = change?.kind === 'function' && change.params[0]?.kind === 'name' ? change.params[0].name : null;
  if (change?.kind !== 'function' || param === null) return placed(unread(table, `index ${textAt(step.span, input)}`, BUILDER), step.span);
  return callsIn(change.bodySpan, input).flatMap((call) => {
    const chain = stepsOf(call);
    const [first, ...rest] = chain?.steps ?? [];
    if (chain === null || chain.root !== param || first === undefined) return [];
    return placed(onTable(first, rest, table, call.span, input), call.span);
  });
}

const callsIn = (span: Span, { outline }: AdapterInput): readonly CallHost[] => outline.calls.filter((call) => contains(span, call.span));

function onTable(first: Step, rest: readonly Step[], table: QualifiedName | null, span: Span, input: AdapterInput): SchemaOp | null {
  const columns = textsOf(first.args[0], input.outline);
  const name = textOf(first.args[1], input.outline);
  if (table !== null && rest.length === 0 && (columns !== null || name !== null)) {
    if (first.name === 'index' && first.args.length < 3) return madeIndex({ name: name ?? defaultName(table, columns ?? []), table, keys: (columns ?? []).map((column) => keyOf(column, span)), unique: false, method: 'btree', ifNotExists: false, span }, BUILDER);
    if (first.name === 'dropIndex') return { op: 'drop-index', name: { schema: table.schema, name: name ?? defaultName(table, columns ?? []) }, table };
  }
  return unread(table, textAt(span, input), BUILDER);
}

/** As Knex names an index, the schema included. */
const defaultName = (table: QualifiedName, columns: readonly string[]): string => `${table.schema === null ? '' : `${table.schema}_`}${table.name}_${columns.join('_')}_index`.replace(/[.-]/g, '_').toLowerCase();
