// The TextMate grammar that is injected into the strings of Python: SQL in strings whose first line is `--sql`, in the arguments of known calls, and in those that
// begin a line as a statement with its table does. As for scripts, every region begins and ends inside a string of the host, without taking its quotes.
import { behind, escaped, INDENTS, region, SQL, whole } from './places.mjs';
import { sqlBody, STATEMENT } from './sql.mjs';

const HOST = 'source.python';
/** `r'…'` is a regular expression to the host. */
const PREFIXES = ['[fF]', ''];
const QUOTES = [{ quote: "'", name: 'single' }, { quote: '"', name: 'double' }, { quote: "'''", name: 'single-lines' }, { quote: '"""', name: 'double-lines' }];

/** Either end of a string over lines, where it is not told which it is: a mark on a line of its own, behind the quote's. */
const LINES = `'''|"""`;

/** What stands before an opening quote: the bracket of a known call, be it a method or a function, or nothing but the line's start. */
function leads(quote, prefix, calls) {
  const opened = prefix + quote;
  return { call: behind(calls.map((name) => String.raw`[.\s(=,\[]${escaped(name)}\(${opened}`)), weak: behind(INDENTS.map((indent) => `^${indent}${opened}`)) };
}

const bodyName = (name, prefix) => `in-${prefix === '' ? '' : 'formatted-'}${name}`;

function rules({ quote, name }, prefix, { calls, mark }) {
  const body = bodyName(name, prefix);
  const { call, weak } = leads(quote, prefix, calls);
  if (quote.length === 1) {
    // While it is being typed it has no end yet, and the host alone knows how to go on then.
    const closed = String.raw`(?=[^${quote}\\]*(?:\\.[^${quote}\\]*)*${quote})(?!${quote})`;
    return [region(`${call}${STATEMENT}${closed}`, quote, body), region(`${weak}${STATEMENT}${whole(quote)}${closed}`, quote, body)];
  }
  const host = prefix === '' ? `${HOST}#string-unicode-guts` : `${HOST}#fstring-guts`;
  // Where the first line is empty, the second one decides.
  const undecided = (lead, decides) => ({
    begin: String.raw`${lead}\\?$`, end: `(?=${quote})`,
    patterns: [region(`^${decides}`, quote, body), { begin: String.raw`^(?=\s*\S)`, end: `(?=${quote})`, patterns: [{ include: host }, ...(prefix === '' ? [] : [{ include: `${HOST}#fstring-multi-brace` }])] }],
  });
  const marked = String.raw`(?<=${prefix}${quote})(?=\s*--\s*(?i:${mark})\b)`;
  return [region(marked, quote, body), region(`${call}${STATEMENT}`, quote, body), region(`${weak}${STATEMENT}${whole(quote[0])}`, quote, body), undecided(call, STATEMENT), undecided(weak, STATEMENT + whole(quote[0]))];
}

/** The body of a region: what the host has in such a string comes first. */
function body(quote, prefix) {
  const own = prefix === ''
    ? [{ name: 'constant.character.format.placeholder.other.python', match: String.raw`%\(\w+\)s|%s|\{[\w.]*\}` }, { name: 'constant.character.escape.python', match: String.raw`\\.` }]
    : [{ include: `${HOST}#fstring-guts` }, { include: `${HOST}#fstring-${quote.length === 1 ? 'single' : 'multi'}-brace` }];
  return sqlBody(quote, ["'", '"'].filter((other) => other !== quote), own);
}

export function pythonGrammar(tags) {
  const named = (kind) => tags.filter((tag) => tag.kind === kind).map((tag) => tag.name);
  // What is a tag to scripts is a function here: `SQL("…")`.
  const given = { calls: [...named('call'), ...named('tag')].filter((name) => /^\w+$/.test(name)), mark: named('comment').join('|') };
  const selectors = ['string.quoted.single.python', 'string.quoted.multi.python', 'meta.fstring.python'];
  const late = region(String.raw`^(?=\s*--\s*(?i:${given.mark})\s*$)`, LINES, 'in-lines');
  return {
    name: 'SQL in Python', scopeName: 'inline.sargable.sql.python', fileTypes: [],
    injectionSelector: selectors.map((scope) => `L:${HOST} ${scope} - ${SQL}`).join(', '),
    patterns: [...PREFIXES.flatMap((prefix) => QUOTES.flatMap((quote) => rules(quote, prefix, given))), late],
    repository: Object.fromEntries([...PREFIXES.flatMap((prefix) => QUOTES.map(({ quote, name }) => [bodyName(name, prefix), { patterns: body(quote, prefix) }])), ['in-lines', { patterns: body(LINES, '') }]]),
  };
}
