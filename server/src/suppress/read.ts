import type { Suppression } from '../facts/file.ts';

const MARK = 'sargable-ignore';
// A comment of any language, alone on its line or after code: `// sargable-ignore a, b: why`, `-- …`, `# …`, `/* … */`, `{/* … */}`.
const LINE = /(\/\/|--|\/\*|#)[ \t*]*sargable-ignore(-file)?(?:[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?[ \t]*(?::[ \t]*(.*?))?[ \t]*(?:\*\/.*)?$/;

/** The suppressions a text holds. A comment that stands alone speaks of the next line that is not a comment, one after code of its own. */
export function readSuppressions(text: string): readonly Suppression[] {
  if (!text.includes(MARK)) return [];
  const lines = text.split('\n');
  const found: Suppression[] = [];
  let start = 0;
  lines.forEach((raw, number) => {
    const line = raw.replace(/\r$/, '');
    const match = line.includes(MARK) ? LINE.exec(line) : null;
    if (match !== null) found.push(suppression(match, lines, number, start));
    start += raw.length + 1;
  });
  return found;
}

function suppression(match: RegExpExecArray, lines: readonly string[], number: number, start: number): Suppression {
  const [whole, , file, names, reason] = match;
  const alone = match.input.slice(0, match.index).trim().replace('{', '') === '';
  const rules = names === undefined ? [] : names.split(',').map((name) => name.trim());
  const line = file !== undefined ? 'file' : alone ? nextCode(lines, number + 1) : number;
  return { rules, reason: reason ?? '', line, span: { start: start + match.index, end: start + match.index + whole.trimEnd().length } };
}

function nextCode(lines: readonly string[], from: number): number {
  for (let i = from; i < lines.length; i++) if (!/^\s*(\/\/|--|\/\*|\*|#|$)/.test(lines[i] ?? '')) return i;
  return from;
}
