/**
 * The comment a new file begins with, in the manner of the newest one: its first comment line with the file's name replaced
 * where it tells the name, else a line that says what the file does. Null when the newest file has no such comment.
 */
export function headerLike(newestText: string, newestStem: string, newStem: string, what: string): string | null {
  const lines = leadingComments(newestText);
  const [first] = lines;
  if (first === undefined) return null;
  const naming = lines.find((line) => line.includes(newestStem));
  if (naming !== undefined) return naming.replace(newestStem, newStem);
  const label = /^--\s*(migration|description|name|title)\s*:\s*/i.exec(first)?.[0];
  return label === undefined ? `-- ${what}` : label + what;
}

function leadingComments(text: string): readonly string[] {
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' && lines.length === 0) continue;
    if (!trimmed.startsWith('--') || isDirective(trimmed)) break;
    lines.push(trimmed);
  }
  return lines;
}

/** Lines that tell a tool what to do, or speak of a statement (as this tool's own do), not of what the file is for. */
const isDirective = (line: string): boolean => /^--\s*(\+|migrate:|no-transaction|atlas:|disable-|squawk|up\b|down\b|sqlfluff|>|serves |blocks writes |a concurrent build )/i.test(line);
