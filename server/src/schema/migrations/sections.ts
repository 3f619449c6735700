import type { Span } from '../../text/span.ts';
import type { SchemaTool } from './source.ts';

interface Markers { readonly tool: SchemaTool; readonly up: RegExp; readonly down: RegExp }

/** Comments that divide one file into its way up and its way back. */
const MARKERS: readonly Markers[] = [
  { tool: 'goose', up: /^[ \t]*--[ \t]*\+goose[ \t]+up\b/im, down: /^[ \t]*--[ \t]*\+goose[ \t]+down\b/im },
  { tool: 'dbmate', up: /^[ \t]*--[ \t]*migrate:up\b/im, down: /^[ \t]*--[ \t]*migrate:down\b/im },
  { tool: 'sql-migrate', up: /^[ \t]*--[ \t]*\+migrate[ \t]+up\b/im, down: /^[ \t]*--[ \t]*\+migrate[ \t]+down\b/im },
  { tool: 'node-pg-migrate', up: /^[ \t]*--[ \t-]*up[ \t]+migration\b/im, down: /^[ \t]*--[ \t-]*down[ \t]+migration\b/im },
  // rambler and home-made runners.
  { tool: 'plain', up: /^[ \t]*--[ \t]*(rambler[ \t]+|@)?up[ \t]*:?[ \t]*$/im, down: /^[ \t]*--[ \t]*(rambler[ \t]+|@)?down[ \t]*:?[ \t]*$/im },
];

export interface Sections { readonly tool: SchemaTool; readonly part: Span }

/** The way up of a file that has such markers; null for a file that is one way as a whole. A file may begin with its way back. */
export function sectionsOf(text: string): Sections | null {
  for (const { tool, up, down } of MARKERS) {
    const start = up.exec(text)?.index;
    if (start === undefined) continue;
    const after = down.exec(text.slice(start))?.index;
    if (tool === 'plain' && after === undefined && !down.test(text)) continue;
    return { tool, part: { start, end: after === undefined ? text.length : start + after } };
  }
  return null;
}
