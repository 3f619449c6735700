import type { MigrationPlan, Need, Snapshot } from '../../engine/api.ts';
import type { Span } from '../../text/span.ts';
import { keyText, shapeText } from '../../rules/words/index.ts';
import { tableName } from '../../rules/tables.ts';
import { isInside } from '../../text/path.ts';
import { placing } from '../shape.ts';
import { cut, moreText, onlyKnown, type Answer, type Schema, type Tool, ToolError, textArgument } from '../tool.ts';
import { type Asked, QUERY_INPUT, withQuery } from './query.ts';

const text: Schema = { type: 'string' };
const input: Schema = { type: 'object', additionalProperties: false, properties: { ...QUERY_INPUT, table: { type: 'string', description: 'All indexes that are missing on this table, in place of a query.' } } };
const output: Schema = {
  type: 'object', required: ['indexes', 'files', 'notWritten'],
  properties: {
    indexes: { type: 'array', items: { type: 'object', required: ['name', 'table', 'columns', 'index', 'serves'], properties: { name: text, table: text, columns: { type: 'array', items: text }, index: text, serves: { type: 'array', items: text, description: 'file:line of each query.' } } } },
    files: {
      type: 'array', description: 'What would be written: new files whole, others by their edits. Nothing was written.',
      items: { type: 'object', required: ['path', 'isNew'], properties: { path: text, isNew: { type: 'boolean' }, text: { type: 'string', description: 'Of a new file.' }, edits: { type: 'array', items: { type: 'object', required: ['line', 'endLine', 'replaces', 'with'], properties: { line: { type: 'integer' }, endLine: { type: 'integer' }, replaces: text, with: text } } } } },
    },
    notWritten: { type: 'array', items: text, description: 'Why no migration could be written for some of them.' },
  },
};

export const proposeIndex: Tool = {
  name: 'propose_index', title: 'Propose an index',
  description: 'The index that a query lacks (or all that a table lacks), with the edit of the model and the migration in the project’s own way, as text. Nothing is written: show it, or write it with your own tools.',
  input, output,
  run(args, projects) {
    onlyKnown(args, input);
    const table = textArgument(args, 'table');
    if (table === null) return withQuery(args, projects, (asked) => proposal(asked.snapshot, needsAt(asked), asked.sql ? asked.path : null));
    if (['line', 'column', 'sql'].some((name) => args[name] !== undefined)) throw new ToolError('table goes without line, column and sql.');
    const snapshot = projects.at(textArgument(args, 'path')).project.snapshot();
    return proposal(snapshot, needsOf(snapshot, table), null);
  },
};

function needsOf(snapshot: Snapshot, wanted: string): readonly Need[] {
  const name = wanted.toLowerCase();
  const tables = snapshot.catalogs().flatMap((catalog) => [...catalog.tables.values()].filter((table) => table.key === name || table.name.toLowerCase() === name || tableName(table).toLowerCase() === name).map((table) => `${catalog.id}\n${table.key}`));
  if (tables.length === 0) throw new ToolError(`No table ${JSON.stringify(wanted)} is known.`);
  return snapshot.openNeeds().filter((need) => tables.includes(`${need.database}\n${need.index.table}`));
}

/** What the query there waits for; one of a text of its own is any of that text. */
function needsAt({ snapshot, path, offsets, sql }: Asked): readonly Need[] {
  if (sql) return snapshot.openNeeds().filter((need) => need.sites.some((site) => site.path === path));
  const spans = offsets.flatMap((offset) => { const found = snapshot.explain(path, offset); return found?.kind === 'query' ? [found.span] : []; });
  if (spans.length === 0) throw new ToolError('No query stands there that was read.');
  return snapshot.openNeeds().filter((need) => need.sites.some((site) => site.path === path && spans.some((span) => within(site.span, span))));
}

const within = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;

/** @param own the text that was handed over, whose name is nobody's file */
function proposal(snapshot: Snapshot, needs: readonly Need[], own: string | null): Answer {
  if (needs.length === 0) return { text: 'No index is missing: one serves it, or none would.', data: { indexes: [], files: [], notWritten: [] } };
  const { shown, more } = cut(needs, 20);
  const at = placing(snapshot);
  const indexes = shown.map(({ index, sites }) => ({
    name: index.name ?? '', table: index.table, columns: index.keys.map(keyText), index: shapeText(index), serves: sites.filter(({ path }) => path !== own).slice(0, 30).map((site) => { const { file, line } = at(site); return `${file}:${line}`; }),
  }));
  const plan = snapshot.plan(shown);
  const files = filesOf(plan, snapshot).filter(({ path }) => own === null || !isInside(path, own));
  const notWritten = [...plan.skipped.map(({ need, reason }) => `${need.index.name ?? shapeText(need.index)}: ${reason}`), ...(plan.reason !== null && plan.skipped.length === 0 ? [plan.reason] : [])];
  const lines = [
    ...indexes.map(({ name, table, index, serves }) => `index ${name} on ${table} ${index}${serves.length === 0 ? '' : `: serves ${serves.join(', ')}`}`), ...moreText(more, 'indexes'),
    ...files.map(({ path, isNew, text: whole, edits }) => (isNew ? `--- ${path} (new)\n${whole ?? ''}` : `--- ${path}\n${(edits ?? []).map((edit) => `@@ line ${edit.line}${edit.replaces === '' ? '' : `\n- ${edit.replaces.split('\n').join('\n- ')}`}\n+ ${edit.with.replace(/^\n|\n$/g, '').split('\n').join('\n+ ')}`).join('\n')}`)),
    ...notWritten.map((reason) => `no migration: ${reason}`), 'Nothing was written.',
  ];
  return { text: lines.join('\n\n'), data: { indexes, files, notWritten } };
}

interface PlannedText { readonly path: string; readonly isNew: boolean; readonly text?: string; readonly edits?: readonly { readonly line: number; readonly endLine: number; readonly replaces: string; readonly with: string }[] }

function filesOf({ edits }: MigrationPlan, snapshot: Snapshot): readonly PlannedText[] {
  const at = placing(snapshot);
  return [
    ...edits.creates.map(({ path, text: whole }) => ({ path, isNew: true, text: whole })),
    ...edits.changes.map(({ path, edits: changes }) => ({ path, isNew: false, edits: changes.map(({ span, newText }) => { const { line, endLine } = at({ path, span }); return { line, endLine, replaces: (snapshot.text(path) ?? '').slice(span.start, span.end), with: newText }; }) })),
  ];
}
