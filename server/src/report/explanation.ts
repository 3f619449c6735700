import type { AccessPath } from '../facts/access.ts';
import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { Explanation } from '../engine/api.ts';
import { capital, indexText, keyText, shapeText } from '../rules/words/index.ts';
import { listOf } from '../rules/words/list.ts';
import { basename } from '../text/path.ts';

/** What hover and "Show why" say of a query, a table or a piece that was not understood, in Markdown. `page` is the address of the rule's page, where a rule speaks. */
export function explanationText(explanation: Explanation, page: string | null): string {
  switch (explanation.kind) {
    case 'unread': return `Sargable did not understand this: ${plain(explanation.reason)}`;
    case 'table': return tableText(explanation.catalog, explanation.table);
    case 'index': return indexPageText(explanation);
    case 'query': return [...explanation.paths.map((path) => pathText(path, explanation.catalog, page)), ...columnText(explanation.column)].join('\n\n---\n\n');
  }
}

/** How one table of a query is reached, and why by no other way. */
export function pathText(path: AccessPath, catalog: Catalog, page: string | null): string {
  const table = catalog.tables.get(path.table);
  const name = `**${plain(table?.name ?? path.table)}**`;
  if (path.filter === 'unknown') return `${name}: nothing can be said of how it is reached.`;
  const head = `${name} ${reached(path)}`;
  if (isServed(path)) return head;
  const footer = [...(table ? [`*${knownFrom(table)}*`] : []), ...(page === null ? [] : [`[Page](${page})`])].join(' ');
  return [head, indexTable(path), proposalText(path), footer].filter((part) => part !== '').join('\n\n');
}

const isServed = (path: AccessPath): boolean => path.proposal === null && path.filter !== 'not-served' && path.sort !== 'not-served';

/** How a table of a query is reached, after its name. */
function reached(path: AccessPath): string {
  const by = listOf(path.serving.map((index) => plain(nameOf(index))));
  if (by === '') return path.filter === 'none' && path.sort === 'none' ? 'is read whole: the query asks for all of it.' : 'is read whole.';
  if (path.filter === 'partly') return `is served in part by ${by}: some conditions are left to check row by row.`;
  if (path.sort === 'not-served') return `is served by ${by}: ${path.filter === 'none' ? 'not the sort' : 'the filter, not the sort'}.`;
  return `is served by ${by}: ${acts(path)}.`;
}

function acts(path: AccessPath): string {
  if (path.oneRow) return 'one row';
  const filter = path.role === 'joined' ? 'join' : 'filter';
  return listOf([...(path.filter === 'served' ? [filter] : []), ...(path.sort === 'served' ? ['sort'] : [])]) || 'all of it';
}

function indexTable(path: AccessPath): string {
  if (path.rejected.length === 0) return '';
  const rows = path.rejected.map(({ index, reason, detail }) => `| ${plain(nameOf(index))} | ${plain(reason === 'no-condition-on-leading-column' ? `no condition on ${leading(index)}` : detail)} |`);
  return ['| index | why it does not serve |', '|---|---|', ...rows].join('\n');
}

function proposalText({ proposal }: AccessPath): string {
  if (!proposal) return '';
  const served = listOf([...(proposal.servesFilter ? ['the filter'] : []), ...(proposal.servesSort ? ['the sort'] : [])]);
  return `${plain(shapeText(proposal.index))} would serve ${served || 'this'}.`;
}

type Of<K extends Explanation['kind']> = Extract<Explanation, { readonly kind: K }>;

/** The column under the cursor: `email varchar(255), not null, of customers · schema.ts`. */
function columnText(named: Of<'query'>['column']): readonly string[] {
  if (named === null) return [];
  const { table, column } = named;
  const type = [...(column.rawType === null ? [] : [plain(column.rawType)]), ...(column.notNull ? ['not null'] : [])].join(', ');
  return [`**${plain(column.name)}** ${[type, `of ${plain(table.name)}`].filter((part) => part !== '').join(', ')}${column.declared === null ? '' : ` · ${plain(basename(column.declared.path))}`}`];
}

/** An index where it is declared, and what it is for. */
function indexPageText({ index, table, serves }: Of<'index'>): string {
  const files = [...new Set(serves.map(({ path }) => basename(path)))];
  const queries = serves.length === 1 ? '1 query' : `${serves.length} queries`;
  const served = serves.length === 0 ? 'It serves no query that was read.' : `It serves ${queries}: ${listOf(files.map(plain))}.`;
  return [`**${plain(nameOf(index))}** on ${plain(table.name)}`, served].join('\n\n');
}

function tableText(catalog: Catalog, key: string): string {
  const table = catalog.tables.get(key);
  if (!table) return `No table ${plain(key)} is known.`;
  const rows = table.indexes.map((index) => `| ${plain(nameOf(index))} | ${plain(indexKind(index))} |`);
  const indexes = rows.length === 0 ? 'It has no index.' : ['| index | kind |', '|---|---|', ...rows].join('\n');
  return [`**${plain(table.name)}** (${catalog.dialect})`, indexes, `*${knownFrom(table)}*`].join('\n\n');
}

/** `scenes_pkey (id)`; `primary key (id)` where the name is left to the database. */
const nameOf = (index: Index): string => (index.name === null ? `${indexKind(index)} ${shapeText(index)}` : indexText(index));

const leading = (index: Index): string => index.keys.slice(0, 1).map(keyText).join('');

/** `primary key`, `unique`, `index`: what an index is, for people. */
export const indexKind = (index: Index): string => (index.kind === 'primary-key' ? 'primary key' : index.kind === 'index' && index.unique ? 'unique' : index.kind);

/** `Known from schema.ts and 6 migrations; no statistics.` */
function knownFrom(table: Table): string {
  const migrations = new Set(table.declarations.filter(({ migration }) => migration).map(({ path }) => path)).size;
  const files = [...new Set(table.declarations.filter(({ migration }) => !migration).map(({ path }) => basename(path)))];
  const sources = [...files, ...(migrations === 0 ? [] : [migrations === 1 ? '1 migration' : `${migrations} migrations`])];
  return `Known from ${listOf(sources.map(plain))}; no statistics.${table.doubts.map((doubt) => ` ${plain(capital(doubt))}.`).join('')}`;
}

/** Names come from the workspace: they must not become markup or links. */
const plain = (text: string): string => text.replace(/[\\`*[\]|<&~]|(?<!\w)_|_(?!\w)/g, '\\$&').replace(/\s+/g, ' ');

/** The same without its marks, for clients that show text as it is. */
export const plainText = (markdown: string): string => markdown.replace(/^\|[-|]+\|\n/gm, '').replace(/\n\n---\n\n/g, '\n\n').replace(/\*\*|^\*|\*$/gm, '').replace(/\\([\\`*_[\]|<&~])/g, '$1');
