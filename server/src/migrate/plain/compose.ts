import { servesComment } from '../comments.ts';
import type { SqlStyle } from '../../sql/ddl-style.ts';
import type { Build } from './build.ts';
import type { Outside } from './habits.ts';
import type { TwoWays } from './print.ts';
import type { Sections } from './sections.ts';

/** What one migration is made of, before it is laid into one file or two. */
export interface Content {
  readonly header: string | null;
  /** Comment lines about the whole file, such as what a concurrent build leaves behind when it fails. */
  readonly notes: readonly string[];
  /** What has to be there before the first index, as statements without a semicolon; it stays when the index goes. */
  readonly before: readonly string[];
  readonly statements: readonly (TwoWays & { readonly label: string | null })[];
  readonly build: Build;
  /** How the file is told to be run outside a transaction; null where it is not. */
  readonly outside: Outside | null;
}

/** One file that holds both ways: between the tool's own markers, or with the way back as a closing comment. */
export function oneFile(content: Content, style: SqlStyle, sections: Sections | null): string {
  const first = firstLine(content);
  if (sections === null) return lay([...first, ...opening(content), ...content.notes, ...upLines(content, style, null), '', '-- The way back:', ...downLines(content, null).map((line) => `-- ${line}`)], style);
  const gap = sections.gap ? [''] : [];
  const suffix = content.outside?.kind === 'suffix' ? content.outside.text : '';
  return lay([...first, ...opening(content), sections.up + suffix, ...gap, ...content.notes, ...upLines(content, style, sections), '', sections.down + suffix, ...gap, ...downLines(content, sections)], style);
}

/** The way up and the way back as two texts. */
export function twoFiles(content: Content, style: SqlStyle): { readonly up: string; readonly down: string } {
  const down = downLines(content, null);
  const back = ownTransaction(content, style) ? inTransaction(down, style) : down;
  return { up: lay([...firstLine(content), ...opening(content), ...content.notes, ...upLines(content, style, null)], style), down: lay([...firstLine(content), ...back], style) };
}

const firstLine = ({ outside }: Content): readonly string[] => (outside?.kind === 'first-line' ? [outside.line] : []);

const opening = (content: Content): readonly string[] => (content.header === null ? [] : [content.header, '']);

const ownTransaction = (content: Content, style: SqlStyle): boolean => style.transaction === 'own' && content.build !== 'concurrent';

function upLines(content: Content, style: SqlStyle, sections: Sections | null): readonly string[] {
  const lines = content.statements.flatMap(({ index, up, label }, at) => {
    const serves = servesComment(index);
    return [...(at === 0 ? [] : ['']), ...(label === null ? [] : [label]), ...(serves === null ? [] : [serves]), ...wrapped(`${up};`, sections)];
  });
  const before = content.before.flatMap((statement) => wrapped(`${style.keywords === 'lower' ? statement.toLowerCase() : statement};`, sections));
  const all = before.length === 0 ? lines : [...before, '', ...lines];
  return ownTransaction(content, style) ? inTransaction(all, style) : all;
}

/** Last done, first undone. */
const downLines = (content: Content, sections: Sections | null): readonly string[] => [...content.statements].reverse().flatMap(({ down }) => wrapped(`${down};`, sections));

const wrapped = (statement: string, sections: Sections | null): readonly string[] => (sections?.wrap ? [sections.wrap.begin, statement, sections.wrap.end] : [statement]);

const inTransaction = (lines: readonly string[], style: SqlStyle): readonly string[] => (style.keywords === 'lower' ? ['begin;', '', ...lines, '', 'commit;'] : ['BEGIN;', '', ...lines, '', 'COMMIT;']);

const lay = (lines: readonly string[], style: SqlStyle): string => lines.map((line) => line.replaceAll('\n', style.eol) + style.eol).join('');
