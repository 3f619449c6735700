import type { Budget } from '../../facts/budget.ts';
import { isInside } from '../../text/path.ts';
import { placing } from '../shape.ts';
import { cut, moreText, numberArgument, onlyKnown, type Schema, type Tool, ToolError, textArgument } from '../tool.ts';

const text: Schema = { type: 'string' };
const integer: Schema = { type: 'integer' };

const input: Schema = {
  type: 'object', additionalProperties: false, required: ['path'],
  properties: { path: { type: 'string', description: 'A file or folder.' }, limit: { type: 'integer', minimum: 1, description: 'At most so many functions (60), those with most queries first.' } },
};
const output: Schema = {
  type: 'object', required: ['functions', 'total'],
  properties: {
    functions: {
      type: 'array', items: {
        type: 'object', required: ['name', 'kind', 'file', 'line', 'queries', 'once', 'repeated', 'unserved', 'whole'],
        properties: {
          name: text, kind: { type: 'string', enum: ['handler', 'exported'] }, file: text, line: integer, queries: { type: 'string', description: 'up to 1 + 2n queries' }, once: integer,
          repeated: { type: 'array', items: integer, description: 'For n, n², …: queries a round.' }, unserved: integer, whole: { type: 'boolean', description: 'False where some calls could not be followed: then it is at least so many.' },
        },
      },
    },
    total: integer,
  },
};

export const budget: Tool = {
  name: 'query_budget', title: 'Queries of a function',
  description: 'How many queries one call of each request handler or exported function may send, its calls followed into other files: "up to 1 + 2n queries". Shows N+1 problems and what an endpoint costs.',
  input, output,
  run(args, projects) {
    onlyKnown(args, input);
    const given = textArgument(args, 'path');
    if (given === null) throw new ToolError('Say which file or folder: path.');
    const { project, path } = projects.at(given);
    const snapshot = project.snapshot();
    const files = snapshot.files().filter((file) => isInside(file, path));
    if (files.length === 0) throw new ToolError(`${given} is no file or folder that is read here.`);
    const at = placing(snapshot);
    const found = files.flatMap((file) => snapshot.budgets(file)).sort((a, b) => order(b) - order(a));
    const { shown, more } = cut(found, numberArgument(args, 'limit') ?? 60);
    const functions = shown.map((one) => { const { file, line } = at(one); return { name: one.name, kind: one.kind, file, line, queries: one.text, once: one.once, repeated: one.repeated, unserved: one.unserved, whole: one.whole }; });
    const lines = functions.map((one) => `${one.file}:${one.line} ${one.name}: ${one.queries}${one.unserved === 0 ? '' : `, ${one.unserved} without an index`}`);
    return { text: [...lines, ...moreText(more, 'functions'), ...(found.length === 0 ? ['No function there sends queries that were read.'] : [])].join('\n'), data: { functions, total: found.length } };
  },
};

/** By the highest power of n first. */
const order = ({ once, repeated }: Budget): number => repeated.reduceRight((sum, count) => sum * 1_000 + Math.min(count, 999), 0) * 1_000 + Math.min(once, 999);
