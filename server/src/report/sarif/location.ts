import type { Place } from '../../facts/finding.ts';
import type { Span } from '../../text/span.ts';
import type { Report } from '../report.ts';

/** Every character that a URI cannot hold, and the colon that would begin a scheme, percent-encoded. Half of a surrogate pair has no encoding. */
export const uriOf = (path: string): string => path.split('/').map((part) => encodeURIComponent(part.replace(/[\u{D800}-\u{DFFF}]/gu, '\uFFFD'))).join('/');

export const artifact = (path: string, { places }: Report): object => ({ uri: uriOf(places.fromTop(path)), uriBaseId: '%SRCROOT%' });

/** Lines and columns count from 1; the end is the column after the last character. */
export function region(path: string, span: Span, { places }: Report): object {
  const { start, end } = places.range(path, span);
  return { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** The place with its text and the line around it, for readers who do not have the code. A long line is left out. */
export function quoted({ path, span }: Place, report: Report): object {
  const { start, end } = report.places.range(path, span);
  const line = report.places.line(path, start.line);
  const own = region(path, span, report);
  if (start.line !== end.line || line.length > LONGEST) return { artifactLocation: artifact(path, report), region: own };
  return { artifactLocation: artifact(path, report), region: { ...own, snippet: { text: line.slice(start.character, end.character) } }, contextRegion: { startLine: start.line + 1, endLine: start.line + 1, snippet: { text: line } } };
}

/** UTF-16 units of a line. */
const LONGEST = 500;

/** A place, with what is said of it. */
export const location = ({ path, span }: Place, report: Report, more: { readonly id?: number; readonly message?: string } = {}): object =>
  ({ ...(more.id === undefined ? {} : { id: more.id }), physicalLocation: { artifactLocation: artifact(path, report), region: region(path, span, report) }, ...(more.message === undefined || more.message === '' ? {} : { message: { text: more.message } }) });
