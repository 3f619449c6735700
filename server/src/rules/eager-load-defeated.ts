import { type LazyRead, lazyReads, loopOf } from './lazy/reads.ts';
import { type Loudest, loudest } from './lazy/loudest.ts';
import { type LazyTold, lazyVerdict, relationText, severityOf, targetText } from './lazy/told.ts';
import { queryText } from './lazy/remedy.ts';
import type { FlowContext, FlowRule } from './rule.ts';
import { actText, countText, subjectText } from './words/loop.ts';
import { tableName } from './tables.ts';

export const eagerLoadDefeated: FlowRule = {
  id: 'eager-load-defeated',
  family: 'loops',
  summary: 'A loop asks the relation of each row as a query, which no loading with the rows can spare.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check: (summary, context) => loudest(lazyReads(summary, context).flatMap((read) => {
    const found = read.what.opened && read.fact.awaited !== true ? loopOf(read, summary, context) : null;
    return found === null ? [] : [{ read, ...found, severity: severityOf('warning', read, found, context) }];
  })).flatMap((one) => lazyVerdict(one.read, context, toldOf(one, context)) ?? []),
};

function toldOf({ read, loop, rounds, severity, others }: Loudest, context: FlowContext): LazyTold {
  const { event, load } = read;
  const over = loop.over === null ? null : (context.queryOf(loop.over.query)?.table ?? null);
  const why = load === 'loaded' ? `though ${queryText(read, context)} loads it` : 'which is a query of its own whenever it is used';
  const more = others === 0 ? '' : ` (and asks ${others} more ${others === 1 ? 'relation' : 'relations'} so)`;
  const act = actText(`asks ${relationText(read)}, ${why}${more}`, event.via, context.path);
  const count = countText(loop, { each: 1, sometimes: event.sometimes, constant: rounds === 'few' && loop.rounds.rounds === 'constant' ? loop.rounds.count : null, outer: null });
  return { severity, message: `${subjectText(loop, over === null ? null : tableName(over))} ${act}: ${count}.`, advice: adviceOf(read), loop };
}

/** The rows of all at once, by the column that leads back, where there is one. */
function adviceOf(read: LazyRead): string {
  const { owner, target } = read.seen;
  const back = owner === null ? null : (target?.foreignKeys.find((fk) => fk.refTable === owner.key)?.columns[0] ?? null);
  const before = back === null ? `read ${targetText(read)} for all of the rows before the loop` : `read ${targetText(read)} for all of the rows before the loop (${back} IN …), grouped by ${back}`;
  return `${before}; or declare ${relationText(read)} without lazy='dynamic', load it with selectinload and choose from it in code`;
}
