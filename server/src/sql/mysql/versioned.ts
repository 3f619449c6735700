/** Comments that the server runs: `/*!40101 …`, `/*!50100M …`, MariaDB's `/*M!…`. */
const OPENING = /^\/\*(?:!\d*|M!\d*)/;
/** Numbers from here on are of no server that there is: they hide text on purpose. */
const NEVER = 999_999;

/**
 * The text with executable comments opened, as both servers read them: their marks become spaces, so that every offset stays. What stands
 * inside quotes and plain comments is left alone.
 */
export function openVersioned(text: string): string {
  if (!text.includes('/*!') && !text.includes('/*M!')) return text;
  const parts: string[] = [];
  let copied = 0;
  let open = false;
  const blank = (start: number, end: number): void => {
    parts.push(text.slice(copied, start), ' '.repeat(end - start));
    copied = end;
  };
  MARK.lastIndex = 0;
  for (let found = MARK.exec(text); found; found = MARK.exec(text)) {
    const [mark] = found;
    const at = found.index;
    const opening = mark.startsWith('/*') ? OPENING.exec(text.slice(at, at + 12))?.[0] : undefined;
    if (opening !== undefined && Number(/\d+$/.exec(opening)?.[0] ?? 0) < NEVER) {
      blank(at, at + opening.length);
      open = true;
      MARK.lastIndex = at + opening.length;
    } else if (mark === '*/' && open) {
      blank(at, at + 2);
      open = false;
    } else if (mark === '/*') MARK.lastIndex = behind(text, '*/', at + 2);
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

const behind = (text: string, closing: string, from: number): number => {
  const at = text.indexOf(closing, from);
  return at < 0 ? text.length : at + closing.length;
};

/** Quoted pieces, line comments, and the two marks. Each alternative takes linear time. */
const MARK = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|--\s[^\n]*|#[^\n]*|\/\*|\*\//g;
