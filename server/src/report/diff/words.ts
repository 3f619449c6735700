import { count, listOf } from '../../rules/words/list.ts';
import type { BudgetChange } from './budgets.ts';
import { type Diff, isQuietDiff } from './compare.ts';
import type { IndexChange } from './indexes.ts';
import { isTold, type QueryChange } from './queries.ts';
import type { SideQuery } from './side.ts';

/** What is compared, as people call it: `main (a1b2c3d)`, `the working tree`. */
export interface Compared { readonly before: string; readonly after: string }

/** What is worse, then what is better, each counted: `2 queries lost their index, 1 new loop; 1 query gained an index`. */
export function summaryOf(diff: Diff): string {
  if (isQuietDiff(diff)) return 'No query gained or lost an index, and no loop or endpoint sends more or fewer';
  const { worse, better, else: other } = parts(diff);
  return [worse, better, other].map((list) => listOf(list)).filter((text) => text !== '').join('; ');
}

function parts({ lost, gained, unserved, removed, loops, indexes, tables, budgets, findings }: Diff): { readonly worse: readonly string[]; readonly better: readonly string[]; readonly else: readonly string[] } {
  const told = (list: readonly QueryChange[]): number => list.filter(isTold).length;
  const many = (n: number, one: string, more: string): string[] => (n === 0 ? [] : [count(n, one, more)]);
  const ofIndexes = (kind: IndexChange['kind']): number => indexes.filter((change) => change.kind === kind).length;
  return {
    worse: [
      ...many(told(lost), 'query lost its index', 'queries lost their index'), ...many(told(unserved), 'new query without an index', 'new queries without an index'), ...many(loops.added.length, 'new loop of queries', 'new loops of queries'),
      ...many(budgets.grown.length, 'endpoint sends more queries', 'endpoints send more queries'), ...many(budgets.added.length, 'new endpoint to look at', 'new endpoints to look at'), ...many(findings.added.length, 'other new finding', 'other new findings'),
    ],
    better: [
      ...many(told(gained), 'query gained an index', 'queries gained an index'), ...many(removed.length, 'query without an index is gone', 'queries without an index are gone'), ...many(loops.gone.length, 'loop of queries is gone', 'loops of queries are gone'),
      ...many(budgets.shrunk.length, 'endpoint sends fewer queries', 'endpoints send fewer queries'), ...many(budgets.gone.length, 'endpoint is gone or sends none', 'endpoints are gone or send none'), ...many(findings.gone.length, 'other finding is gone', 'other findings are gone'),
    ],
    else: [...many(ofIndexes('added'), 'index added', 'indexes added'), ...many(ofIndexes('dropped'), 'index dropped', 'indexes dropped'), ...many(ofIndexes('renamed'), 'index renamed', 'indexes renamed'), ...many(tables.added.length, 'table added', 'tables added'), ...many(tables.gone.length, 'table gone', 'tables gone')],
  };
}

const VERDICTS: Readonly<Record<SideQuery['verdict'], string>> = { served: 'served', partly: 'served in part', unserved: 'no index', whole: 'reads the whole table', unknown: 'not known' };

/** How a query is read: `served in part by idx_scenes_project (project_id)`. */
export const servedText = ({ verdict, by }: SideQuery): string => (by.length === 0 || verdict === 'unserved' ? VERDICTS[verdict] : `${VERDICTS[verdict]} by ${listOf(by)}`);

/** Why it is read otherwise than before: the index that went, or that it asks something else. That the index by which it is read now is new stands beside its name (`nowText`). */
export function whyText(change: QueryChange, diff: Diff): string {
  const gone = change.because.filter((id) => hasChanged(id, 'dropped', diff));
  if (gone.length > 0 && !isBetter(change, diff)) return `${listOf(gone)} is gone`;
  return change.edited ? 'the query asks something else' : '';
}

/** How it is read now: `served by idx_a (a), which is new`. */
export const nowText = (change: QueryChange, diff: Diff): string => (change.after === null ? '' : `${servedText(change.after)}${isBetter(change, diff) ? ', which is new' : ''}`);

const isBetter = ({ after, because }: QueryChange, diff: Diff): boolean => after !== null && after.verdict !== 'unserved' && because.some((id) => after.by.includes(id) && hasChanged(id, 'added', diff));

const hasChanged = (id: string, how: IndexChange['kind'], { indexes }: Diff): boolean => indexes.some(({ kind, index }) => kind === how && index.id === id);

/** What to do about it, as its finding says. */
export const adviceOf = ({ after }: QueryChange): string => after?.findings.map(({ advice }) => advice).find((advice) => advice !== '') ?? '';

export function indexText({ kind, from, touched, left }: IndexChange): string {
  if (kind === 'renamed') return `was ${from?.name ?? ''}`;
  if (touched.length === 0) return kind === 'added' ? 'no query is read by it' : 'no query was read by it';
  const queries = count(touched.length, 'query', 'queries');
  if (kind === 'added') return `serves ${queries}${left === 0 ? '' : `, of which nothing served ${left}`}`;
  return `served ${queries}${left === 0 ? ', all of which another one serves' : `, of which nothing serves ${left} now`}`;
}

export const budgetText = ({ before, after }: BudgetChange): { readonly before: string; readonly after: string } => ({ before: before === null ? '' : `${before.text}${unservedText(before.unserved)}`, after: `${after.text}${unservedText(after.unserved)}` });

const unservedText = (n: number): string => (n === 0 ? '' : `, ${n} without an index`);

/** The line that is never left out: silence must be tellable from blindness. */
export function readText({ read, unread, queries }: Diff): string {
  const was = (now: number, before: number): string => (now === before ? '' : ` (before: ${before})`);
  const moved = [queries.added > 0 ? `${queries.added} new` : '', queries.gone > 0 ? `${queries.gone} gone` : '', queries.edited > 0 ? `${queries.edited} changed` : '', queries.moved > 0 ? `${queries.moved} moved` : ''].filter((text) => text !== '');
  return `${count(read.after, 'query', 'queries')} read${was(read.after, read.before)}, ${unread.after} not understood${was(unread.after, unread.before)}.${moved.length === 0 ? '' : ` Of those outside tests: ${moved.join(', ')}.`}`;
}
