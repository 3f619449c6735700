import type { Explanation } from '../../engine/api.ts';
import type { AccessPath } from '../../facts/access.ts';
import { explanationText, plainText } from '../../report/explanation.ts';
import { indexText, shapeText } from '../../rules/words/index.ts';
import { onlyKnown, type Schema, type Tool, ToolError } from '../tool.ts';
import { type Asked, QUERY_INPUT, withQuery } from './query.ts';

const text: Schema = { type: 'string' };
const input: Schema = { type: 'object', additionalProperties: false, properties: QUERY_INPUT };
const output: Schema = {
  type: 'object', required: ['tables'],
  properties: {
    tables: {
      type: 'array', items: {
        type: 'object', required: ['table', 'role', 'filter', 'sort', 'oneRow', 'servedBy', 'notServedBy', 'proposed'],
        properties: {
          table: text, role: { type: 'string', enum: ['driving', 'joined', 'subquery'] }, filter: { type: 'string', enum: ['served', 'partly', 'not-served', 'none', 'unknown'] }, sort: { type: 'string', enum: ['served', 'not-served', 'none', 'unknown'] }, oneRow: { type: 'boolean' },
          servedBy: { type: 'array', items: text }, notServedBy: { type: 'array', items: { type: 'object', required: ['index', 'why'], properties: { index: text, why: text } } }, proposed: { type: 'string', description: 'Columns of the index that would serve it; empty where none would.' },
        },
      },
    },
  },
};

export const explain: Tool = {
  name: 'explain', title: 'Explain a query',
  description: 'How a query reaches each of its tables: which index serves its filter and sort, why the others do not, and which index would. Told from the project’s schema; no database is asked. Name the query by path and line, or hand its SQL over.',
  input, output,
  run(args, projects) {
    onlyKnown(args, input);
    return withQuery(args, projects, (asked) => {
      const found = explanationOf(asked);
      if (found === null) throw new ToolError(asked.sql ? 'No query was understood in this SQL, or no table of it is known.' : 'No query stands there that was read.');
      return { text: plainText(explanationText(found, null)), data: { tables: found.kind === 'query' ? found.paths.map((path) => pathData(path, found)) : [] } };
    });
  },
};

type OfQuery = Extract<Explanation, { readonly kind: 'query' }>;

/** A query before anything else that stands there. */
function explanationOf({ snapshot, path, offsets }: Asked): Explanation | null {
  let other: Explanation | null = null;
  for (const offset of offsets) {
    const found = snapshot.explain(path, offset);
    if (found?.kind === 'query') return found;
    other ??= found;
  }
  return other;
}

const pathData = (path: AccessPath, { catalog }: OfQuery): Readonly<Record<string, unknown>> => ({
  table: catalog.tables.get(path.table)?.name ?? path.table, role: path.role, filter: path.filter, sort: path.sort, oneRow: path.oneRow, servedBy: path.serving.map(indexText),
  notServedBy: path.rejected.slice(0, 40).map(({ index, detail }) => ({ index: indexText(index), why: detail })), proposed: path.proposal === null ? '' : shapeText(path.proposal.index),
});
