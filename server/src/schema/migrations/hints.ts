import type { Dialect } from '../../facts/dialect.ts';

type Family = 'postgresql' | 'sqlite' | 'mysql' | Foreign;
type Foreign = 'clickhouse' | 'tsql' | 'oracle';

/** Databases whose SQL no reader here knows, as people call them. */
const FOREIGN: Readonly<Record<Foreign, string>> = { clickhouse: 'ClickHouse', tsql: 'SQL Server', oracle: 'Oracle' };
/** Without one of these words a text is of none of them. */
const MAYBE_FOREIGN = /mergetree|lowcardinality|nullable\s*\(|datetime64|uint(8|16|32|64)|on\s+cluster|\[dbo\]|nvarchar|identity\s*\(|varchar2|number\s*\(|clustered/i;

/** What only one database would have in its DDL, and how sure that is. Every pattern is linear in the text. */
const HINTS: readonly (readonly [Family, number, RegExp])[] = [
  ['postgresql', 6, /\bcreate\s+extension\b|\blanguage\s+'?plpgsql\b|\brow\s+level\s+security\b|\balter\s+table\s+only\b|\bindex\s+concurrently\b/i],
  ['postgresql', 4, /\busing\s+(gin|gist|brin|spgist|hnsw|ivfflat)\b|\bgen_random_uuid\b|\buuid_generate_v\d|\bnextval\s*\(|\bcreate\s+type\s|\bas\s+identity\b|\bdo\s+\$\w*\$/i],
  ['postgresql', 3, /\b(small|big)?serial\b|\btimestamptz\b|\bwith(out)?\s+time\s+zone\b|\btsvector\b|\bbytea\b|\bcreate\s+schema\b|\bsearch_path\b|\bowner\s+to\b/i],
  ['postgresql', 2, /\bjsonb\b|[\w)'"]::"?[a-z]|\bcharacter\s+varying\b|\b(text|int|integer|uuid|varchar)\[\]|\busing\s+btree\s*\(|\bdefault\s+now\s*\(\)|\bpublic\s*\.|"public"|\$\$/i],
  ['postgresql', 1, /\buuid\b|\bdouble\s+precision\b|\badd\s+constraint\b/i],
  ['sqlite', 6, /\bautoincrement\b|\bwithout\s+rowid\b|\busing\s+fts[345]\b|\bcreate\s+virtual\s+table\b/i],
  ['sqlite', 5, /^\s*pragma\s+\w/im],
  ['sqlite', 4, /\bstrftime\s*\(|\bunixepoch\s*\(|\bjulianday\s*\(|\bdatetime\s*\(\s*'now'|\)\s*strict\s*(;|$)|\bcollate\s+nocase\b|\brandomblob\s*\(/i],
  ['sqlite', 3, /`\w+`\s+(integer|text|blob|real)\b/],
  ['sqlite', 2, /\binteger\s+(not\s+null\s+)?primary\s+key\b/i],
  ['sqlite', 1, /`\w+`/],
  ['mysql', 6, /\bauto_increment\b|\bengine\s*=\s*\w|\bdefault\s+charset\b|\bon\s+update\s+current_timestamp\b/i],
  ['mysql', 4, /\bcharacter\s+set\b|\b(medium|long|tiny)(text|blob|int)\b|\bint\s+unsigned\b|\bmodify\s+column\b|\bcollate\s*=?\s*utf8mb4/i],
  ['mysql', 3, /^\s*(unique\s+)?key\s+`/im],
  ['clickhouse', 20, /\b\w*MergeTree\b|\bLowCardinality\s*\(|\bNullable\s*\(\s*\w|\bDateTime64\s*\(|\bON\s+CLUSTER\b/i],
  ['clickhouse', 10, /\bUInt(8|16|32|64)\b|\bengine\s*=\s*(distributed|kafka|buffer|tinylog|stripelog|dictionary)\b/i],
  ['tsql', 12, /\[dbo\]\s*\.|\bnvarchar\s*\(\s*max\s*\)|\bidentity\s*\(\s*\d+\s*,\s*\d+\s*\)|\bprimary\s+key\s+(non)?clustered\b/i],
  ['oracle', 12, /\bn?varchar2\s*\(|\bnumber\s*\(\s*\d+\s*(,\s*\d+\s*)?\)/i],
  ['mysql', 2, /\bdatetime\(\d\)|`\w+`\s+(int|bigint|varchar\(|datetime|timestamp|decimal|double|json|enum\()/],
];

/** Files longer than this say what they are in their beginning. */
const ENOUGH = 200_000;

/** The dialect that a text's DDL speaks; null without a hint, when hints contradict each other evenly, or when it is of a database that is not read. */
export function dialectHints(text: string): Dialect | null {
  const head = text.slice(0, ENOUGH);
  const best = familyOf(head);
  if (best === null || isForeign(best)) return null;
  return best === 'mysql' && /\bmariadb\b/i.test(head) ? 'mariadb' : best;
}

/** A folder of that name, or `x.clickhouse.sql`. A file that is called after ClickHouse may be a table of another database about it. */
const CLICKHOUSE_PLACE = /(^|\/)([\w-]*[-_])?clickhouse([-_][\w-]*)?\/|\.clickhouse\.(?:\w+\.)?sql$/i;

/** The database that a file is for when no reader knows it, as people call it; null for all others. A folder may say it too. */
export function foreignDatabase(path: string, text: string): string | null {
  if (CLICKHOUSE_PLACE.test(path)) return FOREIGN.clickhouse;
  const head = text.slice(0, ENOUGH);
  const best = MAYBE_FOREIGN.test(head) ? familyOf(head) : null;
  return best !== null && isForeign(best) ? FOREIGN[best] : null;
}

const isForeign = (family: Family): family is Foreign => family in FOREIGN;

function familyOf(head: string): Family | null {
  const sql = head.replace(/--[^\n]*/g, '');
  const scores = new Map<Family, number>();
  for (const [family, weight, pattern] of HINTS) if (pattern.test(sql)) scores.set(family, (scores.get(family) ?? 0) + weight);
  const [best, second] = [...scores].sort((a, b) => b[1] - a[1]);
  return !best || best[1] < 2 || best[1] === second?.[1] ? null : best[0];
}
