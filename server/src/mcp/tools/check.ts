import type { Snapshot } from '../../engine/api.ts';
import type { Finding, Site } from '../../facts/finding.ts';
import { count } from '../../rules/words/list.ts';
import { isInside } from '../../text/path.ts';
import { FINDING, findingData, findingText, placing } from '../shape.ts';
import { type Answer, type Arguments, cut, moreText, numberArgument, onlyKnown, type Schema, type Tool, ToolError, textArgument } from '../tool.ts';

const input: Schema = {
  type: 'object', additionalProperties: false,
  properties: {
    path: { type: 'string', description: 'A file or folder to report on; relative to the project, or absolute. Left out: the whole project.' },
    text: { type: 'string', description: 'A text to judge as if it stood at path (a file that need not exist): checks an edit before it is written.' },
    limit: { type: 'integer', minimum: 1, description: 'At most so many findings (50).' },
  },
};

const output: Schema = {
  type: 'object', required: ['findings', 'total', 'files', 'queriesRead', 'queriesNotUnderstood'],
  properties: { findings: { type: 'array', items: FINDING }, total: { type: 'integer', description: 'Findings in all, those not shown included.' }, files: { type: 'integer' }, queriesRead: { type: 'integer' }, queriesNotUnderstood: { type: 'integer' } },
};

export const check: Tool = {
  name: 'check', title: 'Check queries',
  description: 'Finds queries that no index serves, loops that send one query for each row (N+1), and index and migration problems in SQL, Drizzle, SQLAlchemy and other code of the project. Ask it for the file after you wrote or changed a query, model or migration, or before by handing its text over.',
  input, output,
  run(args, projects) {
    onlyKnown(args, input);
    const [given, text] = [textArgument(args, 'path'), textArgument(args, 'text')];
    if (text !== null && given === null) throw new ToolError('text needs a path: where it would stand.');
    const { project, path } = projects.at(given);
    if (text !== null) return project.withText(path, text, (snapshot) => answer(snapshot, snapshot.sites(path), path, args));
    const snapshot = project.snapshot();
    return answer(snapshot, isFile(snapshot, path) ? snapshot.sites(path) : findingsIn(snapshot, path), path, args);
  },
};

const isFile = (snapshot: Snapshot, path: string): boolean => path !== '' && snapshot.text(path) !== null;

/** One finding for each missing index, where one of its queries lies in the folder. */
const findingsIn = (snapshot: Snapshot, folder: string): readonly Finding[] => snapshot.findings().filter((finding) => isInside(finding.path, folder) || finding.sites.some((site) => isInside(site.path, folder)));

function answer(snapshot: Snapshot, found: readonly Site[], path: string, args: Arguments): Answer {
  const at = placing(snapshot);
  const { shown, more } = cut(found, numberArgument(args, 'limit') ?? 50);
  const stats = snapshot.stats();
  const unread = stats.unread.filter((one) => isInside(one.path, path)).length;
  const where = path === '' ? 'the project' : path;
  const summary = `${found.length === 0 ? 'No findings' : count(found.length, 'finding', 'findings')} in ${where}. ${count(stats.queriesRead, 'query', 'queries')} of ${count(stats.files, 'file', 'files')} read, ${unread} in ${where} not understood.`;
  return {
    text: [...shown.map((finding) => findingText(finding, at)), ...moreText(more, 'findings'), summary].join('\n\n'),
    data: { findings: shown.map((finding) => findingData(finding, at)), total: found.length, files: stats.files, queriesRead: stats.queriesRead, queriesNotUnderstood: unread },
  };
}
