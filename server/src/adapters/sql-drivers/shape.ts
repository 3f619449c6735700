/** White space, comments and brackets that may stand before a statement. */
const LEAD = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()*/;
const WITH = /^with\s+(?:recursive\s+)?(?:"[^"]+"|[\w\uFFFC]+)\s*(?:\(|as\b)/i;
const STATEMENT = new RegExp([
  'select\\b(?=\\s|[*(\'"$\\uFFFC\\d])', 'insert\\s+(?:(?:or\\s+)?\\w+\\s+)?into\\b', 'replace\\s+into\\b',
  'update\\s+(?:or\\s+\\w+\\s+)?(?:only\\s+|ignore\\s+)?[\\w"`\\[\\uFFFC.\\]]+(?:\\s+(?:as\\s+)?\\w+)?(?:\\s+(?:set\\b|\\uFFFC)|\\s+(?:(?:inner|left|cross)\\s+)?join\\s|\\s*,\\s*[\\w`]+\\s+[\\s\\S]{0,400}?\\bset\\s)',
  'delete\\s+(?:ignore\\s+|quick\\s+)*(?:[\\w`.*]+(?:\\s*,\\s*[\\w`.*]+)*\\s+)?from\\b', 'merge\\s+into\\b', 'values\\s*\\(',
  'explain\\s+(?:analyze\\s+|query\\s+plan\\s+)?(?:select|insert|update|delete|with)\\b',
  'create\\s+(?:or\\s+replace\\s+)?(?:(?:global|local|temp|temporary|unlogged|unique|virtual|materialized)\\s+)*(?:table|index|view|schema|extension|type)\\b', 'alter\\s+(?:table|index|view)\\b', 'drop\\s+(?:table|index|view|materialized\\s+view)\\b',
].map((form) => `(?:${form})`).join('|'), 'iy');

/** Whether a text begins as an SQL statement does. One that says `Select` is a sentence for people. */
export function looksLikeSql(text: string): boolean {
  const start = LEAD.exec(text)?.[0].length ?? 0;
  const word = /^[a-zA-Z]+/.exec(text.slice(start, start + 12))?.[0] ?? '';
  if (word !== word.toLowerCase() && word !== word.toUpperCase()) return false;
  STATEMENT.lastIndex = start;
  return STATEMENT.test(text) || WITH.test(text.slice(start, start + 400));
}

/** Whether a text that begins as a statement also names its table: `SELECT` has its FROM. */
export const isWholeStatement = (text: string): boolean => !/^[\s(]*select\b/i.test(text.replace(LEAD, '')) || /\sfrom\s/i.test(text);

const BEGINNINGS = [
  'select[\\s*(]', 'insert\\s+(?:(?:or\\s+)?\\w+\\s+)?into\\s', 'replace\\s+into\\s',
  'update\\s+(?:or\\s+\\w+\\s+|only\\s+|ignore\\s+)?\\S+(?:\\s+(?:as\\s+)?\\w+)?\\s*(?:\\bset\\b|\\$\\{|,|(?:inner\\s|left\\s|cross\\s)?\\s*\\bjoin\\s)', 'delete\\s+(?:[\\w`.*]+(?:\\s*,\\s*[\\w`.*]+)*\\s+)?from\\s', 'merge\\s+into\\s', 'values\\s*\\(',
  'explain\\s', 'with\\s+(?:recursive\\s+)?["\\w]+\\s*(?:\\(|as\\s)', 'create\\s+(?:or\\s|temp|unlogged|unique|virtual|materialized|table|index|view|schema\\s|extension\\s|type\\s)', 'alter\\s+(?:table|index)', 'drop\\s+(?:table|index|view|materialized)',
].join('|');
/** In one case or the other: `Select a server` is on every page. Escapes such as `\\w` are left as they are. */
const upper = BEGINNINGS.replace(/\\.|[a-z]+/g, (part) => (part.startsWith('\\') ? part : part.toUpperCase()));
const ANYWHERE = new RegExp(`['"\`]\\s*(?:\\\\(?:n|\\r?\\n)\\s*|--[^\\n]*\\n\\s*|/\\*[\\s\\S]{0,2000}?\\*/\\s*|\\(\\s*)*(?:${BEGINNINGS}|${upper})`);

/** Whether any string of a file could begin a statement; cheap, and true too often rather than too seldom. */
export const mayHoldSql = (text: string): boolean => ANYWHERE.test(text);
