import { isMysql, type Dialect } from '../facts/dialect.ts';
import type { QualifiedName } from '../facts/schema.ts';

/** PostgreSQL's keywords that are not unreserved: those that its own quote_ident quotes. */
const POSTGRESQL = new Set((
  'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce collate collation column concurrently constraint create '
  + 'cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch float '
  + 'for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists json_object '
  + 'json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null '
  + 'nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real references returning right row select session_user setof similar smallint some substring symmetric '
  + 'system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists '
  + 'xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'
).split(' '));

/** SQLite's keywords that its grammar does not also take as a name. */
const SQLITE = new Set((
  'add all alter and as autoincrement between case cast check collate commit constraint create current_date current_time current_timestamp default deferrable delete distinct drop else escape except exists foreign '
  + 'from group having if in index insert intersect into is isnull join limit not nothing notnull null on or order primary raise references returning select set table then to transaction union unique update using '
  + 'values when where'
).split(' '));

/** MySQL's and MariaDB's reserved words, the ones that are likely names. */
const MYSQL = new Set((
  'add all alter analyze and as asc before between both by call cascade case change check collate column condition constraint continue convert create cross cube current_date current_time current_timestamp '
  + 'current_user cursor database databases default delayed delete desc describe distinct div drop dual each else empty except exists exit explain false fetch float for force foreign from fulltext function '
  + 'generated get grant group grouping groups having if ignore in index infile inner inout insert int integer interval into is iterate join key keys kill lag lateral lead leading leave left like limit lines load '
  + 'lock long loop match mod natural not null of on optimize option or order out outer over partition percent_rank primary procedure purge range rank read reads real recursive references regexp release rename '
  + 'repeat replace require restrict return revoke right rlike row row_number rows schema schemas select separator set show signal spatial sql ssl starting system table terminated then to trailing trigger true '
  + 'undo union unique unlock unsigned update usage use using values varchar when where while window with write xor year_month zerofill'
).split(' '));

const KEYWORDS: Readonly<Record<Dialect, ReadonlySet<string>>> = { postgresql: POSTGRESQL, sqlite: SQLITE, mysql: MYSQL, mariadb: MYSQL };

/** PostgreSQL folds bare names to lower case, so capitals need quotes there. */
const isPlain = (name: string, dialect: Dialect): boolean => (dialect === 'postgresql' ? /^[a-z_][a-z0-9_$]*$/ : /^[A-Za-z_][A-Za-z0-9_$]*$/).test(name) && !KEYWORDS[dialect].has(name.toLowerCase());

/** `needed`: only where the name would otherwise be read differently. */
export type Quotes = 'needed' | 'always';

/** A name as this dialect writes it. */
export function quoteName(name: string, dialect: Dialect, quotes: Quotes = 'needed'): string {
  if (quotes === 'needed' && isPlain(name, dialect)) return name;
  const quote = isMysql(dialect) ? '`' : '"';
  return quote + name.replaceAll(quote, quote + quote) + quote;
}

/** `schema.table`. */
export const quoteQualified = (name: QualifiedName, dialect: Dialect, quotes: Quotes = 'needed'): string => [name.schema, name.name].flatMap((part) => (part === null ? [] : [quoteName(part, dialect, quotes)])).join('.');

/** NAMEDATALEN - 1: PostgreSQL's names are at most 63 bytes of UTF-8, and what is written longer is cut. */
export const MOST_NAME_BYTES = 63;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** At most so many bytes, whole characters only. */
export function clip(text: string, limit: number): string {
  const encoded = encoder.encode(text);
  if (encoded.length <= limit) return text;
  let end = limit;
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return decoder.decode(encoded.slice(0, end));
}

/** A name as PostgreSQL keeps it. */
export const clipName = (name: string): string => (name.length * 4 <= MOST_NAME_BYTES ? name : clip(name, MOST_NAME_BYTES));
