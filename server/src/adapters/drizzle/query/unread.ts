import type { QueryFact, SymbolicQuery, Unread } from '../../../facts/query.ts';
import type { Step } from '../chain.ts';
import type { Reading } from '../reading.ts';
import type { Expanded } from './expand.ts';
import { SENDS } from './sending.ts';

type Sends = NonNullable<Unread['sends']>;

const OPS: Readonly<Record<string, Sends['op']>> = { select: 'select', selectDistinct: 'select', selectDistinctOn: 'select', findMany: 'select', findFirst: 'select', update: 'update', delete: 'delete', insert: 'insert' };

/** What a statement whose table is not known certainly sends; undefined where it need not be Drizzle's, or nothing says that it is sent. */
export function sentUnread(reading: Reading, found: Expanded, steps: readonly Step[]): Sends | undefined {
  const main = steps.find((step) => Object.hasOwn(OPS, step.name) && step.args !== null);
  const op = main === undefined ? undefined : OPS[main.name];
  if (op === undefined || steps.some((step) => /^(?:as|toSQL|getSQL|prepare)$/.test(step.name))) return undefined;
  if (!(/^find/.test(main?.name ?? '') || usesDrizzle(reading) || (found.before.every((step) => step.args === null) && isShaped(steps)))) return undefined;
  const has = (name: string): boolean => steps.some((step) => step.name === name && step.args !== null);
  return { op, gives: has('findFirst') || has('get') ? 'row' : op === 'select' || has('returning') ? 'rows' : 'nothing' };
}

const usesDrizzle = (reading: Reading): boolean => reading.names.outline.imports.some((i) => i.module.includes('drizzle'));

/** `insert(t).values(rows)`, `update(t).set(row).where(…)`, `delete(t).where(…)`: one argument each, none of them a text. No other builder writes them so. */
function isShaped(steps: readonly Step[]): boolean {
  const [first, second] = steps;
  const pair = `${first?.name}.${second?.name}`;
  if (!/^(?:insert\.values|update\.set|delete\.where)$/.test(pair) || first?.args?.length !== 1 || second?.args?.length !== 1) return false;
  const text = (step: Step | undefined): boolean => step?.args?.some((arg) => arg.kind === 'string' || arg.kind === 'template') === true;
  return !text(first) && !text(second) && (pair !== 'delete.where' || second.args[0]?.kind !== 'function') && !steps.slice(2).some(text);
}

/** What a raw statement gives, by the method that sends it. */
export function rawGives(method: string, query: SymbolicQuery): NonNullable<QueryFact['gives']> {
  const own = SENDS[method];
  if (method !== 'execute' && own !== undefined) return own;
  return query.op === 'select' || query.output === 'all' || query.output === 'unknown' || query.output.length > 0 ? 'rows' : 'nothing';
}

/** What kind of statement a template that could not be read begins; null for DDL and where it begins with a hole. */
export function rawOp(reading: Reading, step: Step): Sends['op'] | null {
  const [arg] = step.args ?? [];
  if (arg?.kind !== 'template') return null;
  const word = /^[`\s]*(select|insert|update|delete)\b/i.exec(reading.document.text.slice(arg.quasis[0]?.span.start ?? arg.span.start, arg.span.end))?.[1]?.toLowerCase();
  return word === 'select' || word === 'insert' || word === 'update' || word === 'delete' ? word : null;
}
