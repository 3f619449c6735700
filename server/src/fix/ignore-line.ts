import type { HostExpr, TemplateHost } from '../lang/expression.ts';
import type { Outline } from '../lang/outline.ts';
import { textsOf } from '../lang/texts.ts';
import type { Document, LanguageId, Span, TextEdit } from '../text/span.ts';

/**
 * The edit that puts `sargable-ignore rule: reason` on a line of its own above the line where `span` starts, indented like it. Inside a SQL
 * template the comment is SQL's, since one of the host language would be sent to the database.
 */
export function ignoreLine(document: Document, outline: Outline | null, span: Span, rule: string): readonly TextEdit[] {
  const start = document.text.lastIndexOf('\n', span.start - 1) + 1;
  const above = document.text.slice(document.text.lastIndexOf('\n', Math.max(0, start - 2)) + 1, Math.max(0, start - 1));
  if (new RegExp(`sargable-ignore[^:\\n]*\\b${rule}\\b`).test(above)) return [];
  const indent = /^[\t ]*/.exec(document.text.slice(start, span.start))?.[0] ?? '';
  const eol = document.text.includes('\r\n') ? '\r\n' : '\n';
  // A comment would end a line that a backslash goes on with.
  if (document.languageId === 'python' && /\\\r?$/.test(above)) return [];
  const comment = commentFor(document, outline, start, indent, `sargable-ignore ${rule}: ${REASON}`);
  return [{ span: { start, end: start }, newText: indent + comment + eol }];
}

const REASON = 'accepted as it is';

function commentFor(document: Document, outline: Outline | null, lineStart: number, indent: string, text: string): string {
  if (isSql(document.languageId) || (outline !== null && isInsideTemplate(outline, lineStart))) return `-- ${text}`;
  if (document.languageId === 'python') return `# ${text}`;
  const code = document.text.slice(lineStart + indent.length);
  const markup = document.languageId === 'typescriptreact' || document.languageId === 'javascriptreact';
  // A line that begins with a brace or a tag is one of markup, where `//` would be text of the page.
  return markup && /^[{<]/.test(code) ? `{/* ${text} */}` : `// ${text}`;
}

const isSql = (language: LanguageId): boolean => language === 'sql' || language === 'other';

/** In the text of a template or a string of several lines, not in one of its holes. */
function isInsideTemplate(outline: Outline, offset: number): boolean {
  return textsOf(outline).some(({ text }) => (text.kind === 'string' ? isWithin(text.inner, offset) : text.quasis.some((quasi) => isWithin(quasi.inner, offset)) && !inHole(text, offset)));
}

const isWithin = (span: Span, offset: number): boolean => span.start < offset && offset <= span.end;

const inHole = (template: TemplateHost, offset: number): boolean => template.holes.some((hole: HostExpr) => isWithin(hole.span, offset));
