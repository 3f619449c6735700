import { servesComment } from '../comments.ts';
import type { PlannedIndex } from '../tool.ts';
import type { Sections } from './sections.ts';
import type { SqlStyle } from '../../sql/ddl-style.ts';

/** One index as its two statements, without a semicolon. */
export interface TwoWays { readonly index: PlannedIndex; readonly up: string; readonly down: string }

/** What one migration is made of, before it is laid into one file or two. */
export interface Content {
  readonly header: string | null;
  /** Lines about the whole file, such as what a concurrent build leaves behind when it fails. */
  readonly notes: readonly string[];
  readonly statements: readonly TwoWays[];
  /** How CONCURRENTLY is used: then nothing may wrap the statement in a transaction. */
  readonly build: 'concurrent' | 'plain';
}

/** One file that holds both ways: between the tool's own markers, or with the way back as a closing comment. */
export function oneFile(content: Content, style: SqlStyle, sections: Sections | null): string {
  const up = [...content.notes, ...upLines(content, style)];
  const down = downLines(content);
  if (sections === null) return lay([...opening(content), ...up, '', '-- The way back:', ...down.map((line) => `-- ${line}`)], style);
  const outside = content.build === 'concurrent' ? sections.outside : null;
  const first = outside !== null && 'line' in outside ? [outside.line] : [];
  const marker = (line: string): string => line + (outside !== null && 'suffix' in outside ? outside.suffix : '');
  return lay([...first, ...opening(content), marker(sections.up), ...up, '', marker(sections.down), ...down], style);
}

/** The way up and the way back as two texts. */
export function twoFiles(content: Content, style: SqlStyle): { readonly up: string; readonly down: string } {
  const back = style.transaction === 'own' && content.build === 'plain' ? inTransaction(downLines(content), style) : downLines(content);
  return { up: lay([...opening(content), ...content.notes, ...upLines(content, style)], style), down: lay(back, style) };
}

const opening = (content: Content): readonly string[] => (content.header === null ? [] : [content.header, '']);

function upLines(content: Content, style: SqlStyle): readonly string[] {
  const lines = content.statements.flatMap(({ index, up }, at) => {
    const serves = servesComment(index);
    return [...(at === 0 ? [] : ['']), ...(serves === null ? [] : [serves]), `${up};`];
  });
  return style.transaction === 'own' && content.build === 'plain' ? inTransaction(lines, style) : lines;
}

/** Last done, first undone. */
const downLines = (content: Content): readonly string[] => content.statements.map(({ down }) => `${down};`).reverse();

const inTransaction = (lines: readonly string[], style: SqlStyle): readonly string[] => (style.keywords === 'lower' ? ['begin;', '', ...lines, '', 'commit;'] : ['BEGIN;', '', ...lines, '', 'COMMIT;']);

const lay = (lines: readonly string[], style: SqlStyle): string => lines.map((line) => line.replaceAll('\n', style.eol) + style.eol).join('');
