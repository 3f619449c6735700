import type { Catalog } from '../facts/catalog.ts';
import type { Site } from '../facts/finding.ts';
import { type Marker, runnerOf } from '../schema/migrations/runners.ts';
import { scriptFact } from '../sql/script.ts';
import { split } from '../sql/split.ts';
import type { TextEdit } from '../text/span.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import type { Fix } from './fix.ts';

export interface ConcurrentlyInput { readonly site: Site; readonly catalog: Catalog; readonly view: WorkspaceView }

/**
 * Makes a migration build its index CONCURRENTLY in its tool's own way: the word, and the tool's word that the file is not to run in a transaction. Only where the
 * statement is alone on its way up, since what else stands there would no longer be done or undone as a whole. For people to look at: the file may have run somewhere.
 */
export function concurrentlyFixes({ site, catalog, view }: ConcurrentlyInput): readonly Fix[] {
  if (site.rule !== 'index-not-concurrent' && site.rule !== 'concurrent-in-transaction') return [];
  const folder = (catalog.history ?? []).find(({ files }) => files.some((file) => file.path === site.path));
  const text = view.text(site.path);
  if (folder === undefined || text === null) return [];
  const { title, runs, marker } = runnerOf(folder.tool);
  const fix = (name: string, edits: readonly TextEdit[] | null): readonly Fix[] =>
    (edits === null || edits.length === 0 ? [] : [{ id: 'build-concurrently', title: name, applicability: 'review', preferred: true, edits: () => ({ changes: [{ path: site.path, edits }], creates: [] }) }]);
  if (site.rule === 'concurrent-in-transaction' && runs === 'always') return fix('Build it without CONCURRENTLY', without(text, site));
  const isAlone = statementsUp(text, site) === 1;
  if (!isAlone || runs === 'always' || runs === 'unknown' || runs === 'refuses-mixed') return [];
  const marks = scriptFact(`${text}\n-- concurrently`, 'postgresql')?.outside === true || marker === undefined ? [] : markEdits(text, marker);
  if (marks === null) return [];
  if (site.rule === 'concurrent-in-transaction') return marks.length === 0 ? [] : fix(`Let ${title} run this file outside a transaction`, marks);
  return fix(`Build it CONCURRENTLY${marks.length === 0 ? '' : `, outside ${title}'s transaction`}`, [...marks, ...words(text, site)]);
}

/** How many statements are run on the way up of the file that the site is in. */
function statementsUp(text: string, site: Site): number {
  const down = /^[ \t]*--[ \t]*(?:\+goose[ \t]+down|\+migrate[ \t]+down|migrate:down)\b/im.exec(text)?.index ?? text.length;
  return site.span.start > down ? 0 : split(text.slice(0, down), 'postgresql').filter(({ kind }) => kind === 'statement').length;
}

/** `CREATE INDEX` becomes `CREATE INDEX CONCURRENTLY IF NOT EXISTS`, so that the file can be run again after it failed; an index without a name cannot have the latter. */
function words(text: string, { span }: Site): readonly TextEdit[] {
  const head = /^create\s+(?:unique\s+)?(index)\b(\s+if\s+not\s+exists\b|\s+on\b)?/i.exec(text.slice(span.start, span.end));
  if (head === null) return [];
  const at = span.start + (head[2] === undefined ? head[0].length : head[0].length - head[2].length);
  const upper = head[1] === 'INDEX';
  const added = ` concurrently${head[2] === undefined ? ' if not exists' : ''}`;
  return [{ span: { start: at, end: at }, newText: upper ? added.toUpperCase() : added }];
}

/** The word that the site is at, with the space behind it. */
function without(text: string, { span }: Site): readonly TextEdit[] {
  const space = /^[ \t]*/.exec(text.slice(span.end, span.end + 40))?.[0].length ?? 0;
  return [{ span: { start: span.start, end: span.end + space }, newText: '' }];
}

function markEdits(text: string, marker: Marker): readonly TextEdit[] | null {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (marker.kind === 'first-line') return [{ span: { start: 0, end: 0 }, newText: `${marker.line}${eol}` }];
  const lines = [...text.matchAll(/^[ \t]*--[ \t]*(?:\+migrate[ \t]+|migrate:)(?:up|down)\b[^\r\n]*/gim)];
  return lines.length === 0 ? null : lines.map((line) => { const end = line.index + line[0].trimEnd().length; return { span: { start: end, end }, newText: marker.words }; });
}
