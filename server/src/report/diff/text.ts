import type { BudgetChange } from './budgets.ts';
import type { Diff } from './compare.ts';
import { isTold, type QueryChange } from './queries.ts';
import type { SideFinding, SidePlace } from './side.ts';
import { adviceOf, budgetText, type Compared, indexText, nowText, readText, servedText, summaryOf, whyText } from './words.ts';

/** @param file how a file is named on this terminal */
export interface DiffTextOptions { readonly compared: Compared; readonly file: (path: string) => string }

/** For a terminal: what is worse first. */
export function diffText(diff: Diff, { compared, file }: DiffTextOptions): string {
  const at = (place: SidePlace): string => `${file(place.file)}:${place.line}`;
  const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), '']);
  const lines = [
    ...section('Queries that lost their index', diff.lost.filter(isTold).flatMap((change) => queryLines(change, diff, at))),
    ...section('New queries without an index', diff.unserved.filter(isTold).flatMap((change) => queryLines(change, diff, at))),
    ...section('New loops of queries', diff.loops.added.flatMap((loop) => findingLines(loop, at))),
    ...section('Endpoints that send more queries', diff.budgets.grown.map((change) => budgetLine(change, at))),
    ...section('New endpoints', diff.budgets.added.map((change) => budgetLine(change, at))),
    ...section('Other new findings', diff.findings.added.flatMap((finding) => findingLines(finding, at))),
    ...section('Indexes', diff.indexes.map((change) => `${change.kind} ${change.index.table}: ${change.index.id}: ${indexText(change)}`)),
    ...section('Queries that gained an index', diff.gained.filter(isTold).flatMap((change) => queryLines(change, diff, at))),
    ...section('Endpoints that send fewer queries', diff.budgets.shrunk.map((change) => budgetLine(change, at))),
    ...section('Gone', [...diff.budgets.gone.map((one) => `${at(one)}  ${one.name}: is gone or sends none; it sent ${one.text}`), ...diff.removed.flatMap(({ before }) => (before === null ? [] : [`${at(before)}  ${before.table}: ${before.text}`])), ...[...diff.loops.gone, ...diff.findings.gone].map((finding) => `${at(finding)}  ${finding.rule}: ${finding.message}`)]),
  ];
  return `${lines.join('\n')}${lines.length === 0 ? '' : '\n'}${summaryOf(diff)}.\n${compared.after} compared with ${compared.before}. ${readText(diff)}\n`;
}

function queryLines(change: QueryChange, diff: Diff, at: (place: SidePlace) => string): readonly string[] {
  const query = change.after ?? change.before;
  if (query === null) return [];
  const advice = adviceOf(change);
  const why = whyText(change, diff);
  const was = change.before === null || change.after === null ? servedText(query) : `${servedText(change.before)} -> ${nowText(change, diff)}`;
  return [`${at(query)}  ${query.table}: ${query.text}`, `    ${was}${why === '' ? '' : ` (${why})`}`, ...(advice === '' ? [] : [`    ${advice}`])];
}

const findingLines = (finding: SideFinding, at: (place: SidePlace) => string): readonly string[] => [`${at(finding)}  ${finding.message}  ${finding.rule}`, ...(finding.advice === '' ? [] : [`    ${finding.advice}`])];

function budgetLine(change: BudgetChange, at: (place: SidePlace) => string): string {
  const { before, after } = budgetText(change);
  return `${at(change.after)}  ${change.after.name}: ${before === '' ? '' : `${before} -> `}${after}`;
}
