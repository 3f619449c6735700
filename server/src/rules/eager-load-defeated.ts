import { type LazyRead, lazyReads, loopOf } from './lazy/reads.ts';
import { type LazyTold, lazyVerdict, relationText, severityOf, targetText } from './lazy/told.ts';
import { queryText } from './lazy/remedy.ts';
import type { Summary } from '../link/flow/summary.ts';
import type { FlowContext, FlowRule } from './rule.ts';
import { actText, countText, subjectText } from './words/loop.ts';
import { tableName } from './tables.ts';

export const eagerLoadDefeated: FlowRule = {
  id: 'eager-load-defeated',
  family: 'loops',
  summary: 'A loop asks the relation of each row as a query, which no loading with the rows can spare.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check: (summary, context) => lazyReads(summary, context).flatMap((read) => {
    const told = read.what.opened && read.fact.awaited !== true ? toldOf(read, summary, context) : null;
    return told === null ? [] : (lazyVerdict(read, context, told) ?? []);
  }),
};

function toldOf(read: LazyRead, summary: Summary, context: FlowContext): LazyTold | null {
  const found = loopOf(read, summary, context);
  if (found === null) return null;
  const { loop, rounds } = found;
  const { event, load } = read;
  const over = loop.over === null ? null : (context.queryOf(loop.over.query)?.table ?? null);
  const why = load === 'loaded' ? `though ${queryText(read, context)} loads it` : 'which is a query of its own whenever it is used';
  const act = actText(`asks ${relationText(read)}, ${why}`, event.via, context.path);
  const count = countText(loop, { each: 1, sometimes: event.sometimes, constant: rounds === 'few' && loop.rounds.rounds === 'constant' ? loop.rounds.count : null, outer: null });
  return { severity: severityOf('warning', read, found, context), message: `${subjectText(loop, over === null ? null : tableName(over))} ${act}: ${count}.`, advice: adviceOf(read), loop };
}

/** The rows of all at once, by the column that leads back, where there is one. */
function adviceOf(read: LazyRead): string {
  const { owner, target } = read.seen;
  const back = owner === null ? null : (target?.foreignKeys.find((fk) => fk.refTable === owner.key)?.columns[0] ?? null);
  const before = back === null ? `read ${targetText(read)} for all of the rows before the loop` : `read ${targetText(read)} for all of the rows before the loop (${back} IN …), grouped by ${back}`;
  return `${before}; or declare ${relationText(read)} without lazy='dynamic', load it with selectinload and choose from it in code`;
}
