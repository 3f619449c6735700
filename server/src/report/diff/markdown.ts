import type { BudgetChange } from './budgets.ts';
import type { Diff } from './compare.ts';
import { codeMarkdown as code, proseMarkdown as prose } from './escape.ts';
import type { IndexChange } from './indexes.ts';
import { isTold, type QueryChange } from './queries.ts';
import type { SideFinding, SidePlace, SideQuery } from './side.ts';
import { adviceOf, budgetText, type Compared, indexText, nowText, readText, servedText, summaryOf, whyText } from './words.ts';

/** What GitHub takes as one comment, in characters. */
const LONGEST = 65_536;
/** Rows of a list, fewer each time for as long as the whole is too long. */
const ROWS = [30, 12, 5, 2, 0];

/** A comment for a pull request: the summary, what is worse, and folded what is better and what else changed. Marked, so that the next run can find and replace it. */
export function diffMarkdown(diff: Diff, compared: Compared, file: (path: string) => string): string {
  for (const rows of ROWS) {
    const text = comment(diff, compared, { file, rows });
    if (text.length <= LONGEST) return text;
  }
  return `${MARK}\n### Sargable: ${summaryOf(diff)}\n`;
}

const MARK = '<!-- sargable diff -->';

interface Look { readonly file: (path: string) => string; readonly rows: number }

function comment(diff: Diff, compared: Compared, look: Look): string {
  const worse = [
    table('Queries that lost their index', ['query', 'before', 'now'], diff.lost.filter(isTold), look, (change) => [queryCell(change, look), change.before === null ? '' : prose(servedText(change.before)), nowCell(change, diff)]),
    table('New queries without an index', ['query', 'now'], diff.unserved.filter(isTold), look, (change) => [queryCell(change, look), nowCell(change, diff)]),
    list('New loops of queries', diff.loops.added, look),
    endpoints('Endpoints that send more queries', diff.budgets.grown, look),
    endpoints('New endpoints to look at', diff.budgets.added, look),
    list('Other new findings', diff.findings.added, look),
  ];
  const better = [
    table('Queries that gained an index', ['query', 'before', 'now'], diff.gained.filter(isTold), look, (change) => [queryCell(change, look), change.before === null ? '' : prose(servedText(change.before)), nowCell(change, diff)]),
    endpoints('Endpoints that send fewer queries', diff.budgets.shrunk, look),
    table('Endpoints that are gone, or send no query any more', ['endpoint', 'before'], diff.budgets.gone, look, (one) => [`${code(one.name)}<br>${place(one, look)}`, prose(one.text)]),
    table('Queries without an index that are gone', ['query'], diff.removed, look, (change) => [queryCell(change, look)]),
    list('Loops of queries that are gone', diff.loops.gone, look),
    list('Other findings that are gone', diff.findings.gone, look),
  ];
  const indexes = [table('', ['index', '', ''], diff.indexes, look, indexRow), tableNames('New tables', diff.tables.added.map(({ name }) => name), look), tableNames('Tables that are gone', diff.tables.gone.map(({ name }) => name), look)];
  const parts = [`${MARK}\n### Sargable: ${summaryOf(diff)}`, ...worse, folded('What is better', better), folded('Indexes and tables', indexes), `Compared with ${code(compared.before)}: ${code(compared.after)}. ${prose(readText(diff))}`];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const folded = (title: string, parts: readonly string[]): string => (parts.every((part) => part === '') ? '' : `<details><summary>${title}</summary>\n\n${parts.filter((part) => part !== '').join('\n\n')}\n\n</details>`);

function table<T>(title: string, head: readonly string[], items: readonly T[], { rows }: Look, row: (item: T) => readonly string[]): string {
  if (items.length === 0) return '';
  const lines = items.slice(0, rows).map((item) => `| ${row(item).join(' | ')} |`);
  const shown = lines.length === 0 ? [] : [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...lines];
  return [...(title === '' ? [] : [`**${title}** (${items.length})`, '']), ...shown, ...more(items.length - lines.length)].join('\n');
}

function list(title: string, findings: readonly SideFinding[], look: Look): string {
  if (findings.length === 0) return '';
  const lines = findings.slice(0, look.rows).map((finding) => `- ${place(finding, look)} ${prose(finding.message)}${finding.advice === '' ? '' : ` ${prose(finding.advice)}`} ${code(finding.rule)}`);
  return [`**${title}** (${findings.length})`, '', ...lines, ...more(findings.length - lines.length)].join('\n');
}

/** An empty line before: what follows a table would be a row of it. */
const more = (left: number): readonly string[] => (left <= 0 ? [] : ['', `and ${left} more`]);

const place = ({ file, line }: SidePlace, look: Look): string => code(`${look.file(file)}:${line}`);

function queryCell({ before, after }: QueryChange, look: Look): string {
  const query: SideQuery | null = after ?? before;
  return query === null ? '' : `${place(query, look)}${query.within === '' ? '' : ` in ${code(query.within)}`}<br>${code(`${query.table}: ${query.text}`)}`;
}

function nowCell(change: QueryChange, diff: Diff): string {
  const [why, advice] = [whyText(change, diff), adviceOf(change)];
  return [prose(nowText(change, diff)), why === '' ? '' : `: ${prose(why)}`, advice === '' ? '' : `<br>${prose(advice)}`].join('');
}

const endpoints = (title: string, changes: readonly BudgetChange[], look: Look): string => table(title, ['endpoint', 'before', 'now'], changes, look, (change) => { const { before, after } = budgetText(change); return [`${code(change.after.name)}<br>${place(change.after, look)}`, before === '' ? 'new' : prose(before), prose(after)]; });

const indexRow = (change: IndexChange): readonly string[] => [`${code(change.index.table)} ${code(change.index.id)}`, change.kind, prose(indexText(change))];

const tableNames = (title: string, names: readonly string[], { rows }: Look): string => (names.length === 0 ? '' : `${title}: ${names.slice(0, rows).map(code).join(', ')}${names.length > rows ? ` and ${names.length - rows} more` : ''}`);
