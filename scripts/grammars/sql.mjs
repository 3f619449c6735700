// SQL as TextMate rules, for text that stands inside a string of another language.
//
// An editor's own SQL grammar is not included: its strings and comments end where SQL ends them, so that `it's` would colour the rest of the file.
// Here every rule that spans text ends, at the latest, where the string around it does.

const words = (text) => text.trim().split(/\s+/).join('|');

const KEYWORDS = words(`
  add all alter analyze and any as asc before begin between by cascade case check collate column commit concurrently conflict constraint create cross cube current cursor database deallocate declare
  delete desc distinct do drop each else end escape except exclude exists explain extension filter first following for force foreign from full function generated glob group grouping having identity if
  ignore ilike immediate in include index inner insert instead intersect into is isnull join key language last lateral like limit locked match materialized merge natural next no not nothing notnull
  nowait nulls of offset on only or order outer over overriding partition policy pragma preceding prepare primary procedure range recursive references regexp reindex rename replacing restrict returning
  returns revoke rollback rollup row rows savepoint schema select sequence set sets share show similar skip some start straight_join table tables tablesample temp temporary then ties to transaction
  trigger truncate type unbounded union unique unlogged update use using vacuum values view virtual when where window with within without`);

/** Keywords that are functions too when a bracket follows. */
const OR_FUNCTIONS = words('left right replace grant');

const TYPES = words(`
  bigint bigserial binary bit blob boolean bool bytea char character cidr citext date datetime decimal double enum float geography geometry hstore inet int int2 int4 int8 integer interval json jsonb
  mediumint mediumtext longtext money name numeric oid point precision real regclass serial smallint smallserial text time timestamp timestamptz timetz tinyint tsquery tsvector uuid varbinary varchar
  varying vector xml year`);

const CONSTANTS = words('true false null default unknown current_date current_time current_timestamp current_user session_user localtime localtimestamp');

/** Tokens of one piece each. None of them holds a quote of any kind. */
export const TOKENS = [
  { name: 'variable.parameter.sql', match: String.raw`\$\d+|(?<![:\w]):[A-Za-z_]\w*|@[A-Za-z_]\w*` },
  // `$$` and `$body$`; not the dollar of a hole.
  { name: 'punctuation.definition.string.sql', match: String.raw`\$(?:[A-Za-z_]\w*)?\$(?!\{)` },
  { name: 'constant.numeric.sql', match: String.raw`\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b` },
  { name: 'constant.language.sql', match: String.raw`\b(?i:${CONSTANTS})\b` },
  { name: 'keyword.other.sql', match: String.raw`\b(?i:${KEYWORDS}|(?:${OR_FUNCTIONS})(?!\s*\())\b` },
  { match: String.raw`(::)\s*([A-Za-z_]\w*)?`, captures: { 1: { name: 'keyword.operator.sql' }, 2: { name: 'storage.type.sql' } } },
  { name: 'storage.type.sql', match: String.raw`\b(?i:${TYPES})\b(?!\s*\.)` },
  { match: String.raw`\b([A-Za-z_]\w*)(?=\s*\()`, captures: { 1: { name: 'support.function.sql' } } },
  { name: 'keyword.operator.sql', match: '[-+*/%=<>!|&~^#@?]+?' },
];

/** What may stand before a statement on its line. */
const LEAD = String.raw`\s*(?:\(\s*|/\*.*?\*/\s*)*`;

/** How statements begin, in one case or the other: `Select a server` is a sentence. As the drivers' adapter has it (`shape.ts`), by lines. */
const BEGINNINGS = [
  String.raw`select(?:\s|$|[*("'$])`, String.raw`insert\s+(?:or\s+\w+\s+)?into\s`, String.raw`replace\s+into\s`, String.raw`merge\s+into\s`, String.raw`update\s+(?:or\s+\w+\s+|only\s+)?[\w"\[$\\]`, String.raw`delete\s+from\s`,
  String.raw`with\s+(?:recursive\s+)?["\w]+\s*(?:\(|as\b|$)`, String.raw`values\s*\(`, String.raw`explain\s`, String.raw`pragma\s+\w`, String.raw`truncate\s`,
  String.raw`create\s+(?:or\s|temp|unlogged|unique|virtual|materialized|table|index|view|schema\s|extension\s|type\s)`, String.raw`alter\s+(?:table|index|view)\b`, String.raw`drop\s+(?:table|index|view|materialized)\b`,
].join('|');
const upper = BEGINNINGS.replace(/\\.|[a-z]+/g, (part) => (part.startsWith('\\') ? part : part.toUpperCase()));

/** Looks whether a statement begins here. */
export const STATEMENT = `(?=${LEAD}(?:${BEGINNINGS}|${upper}))`;

/** Looks whether a comment `-- sql` begins here, which marks what follows. */
export const MARK = String.raw`(?=\s*--\s*(?i:sql)\b)`;

/**
 * The rules of a body of SQL.
 * @param end a pattern for where the string around it ends; no rule passes it
 * @param quotes the quotes that SQL may use in it, so not the string's own
 * @param inner rules of the host that hold everywhere in the string: holes, escapes
 */
export function sqlBody(end, quotes, inner) {
  const span = (name, begin, close, more = []) => ({
    name, begin, end: `(?=${end})|${close}`, patterns: [...inner, ...more],
  });
  const quoted = {
    "'": span('string.quoted.single.sql', "(?i:\\b[nexb])?'", "'(?!')", [{ name: 'constant.character.escape.sql', match: "''" }]),
    '"': span('string.quoted.double.sql', '"', '"'),
    '`': span('string.quoted.other.backtick.sql', '`', '`'),
  };
  return [
    ...inner,
    span('comment.line.double-dash.sql', '--', '$'),
    span('comment.line.number-sign.sql', String.raw`(?:^|(?<=\s))#(?=\s)`, '$'),
    span('comment.block.sql', String.raw`/\*`, String.raw`\*/`),
    ...quotes.map((quote) => quoted[quote]),
    ...TOKENS,
  ];
}
