import type { Dialect } from '../../facts/dialect.ts';

type Family = 'postgresql' | 'sqlite' | 'mysql';

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
  ['mysql', 2, /\bdatetime\(\d\)|`\w+`\s+(int|bigint|varchar\(|datetime|timestamp|decimal|double|json|enum\()/],
];

/** Files longer than this say what they are in their beginning. */
const ENOUGH = 200_000;

/** The dialect that a text's DDL speaks; null without a hint, or when hints contradict each other evenly. */
export function dialectHints(text: string): Dialect | null {
  const head = text.slice(0, ENOUGH);
  const sql = head.replace(/--[^\n]*/g, '');
  const scores = new Map<Family, number>();
  for (const [family, weight, pattern] of HINTS) if (pattern.test(sql)) scores.set(family, (scores.get(family) ?? 0) + weight);
  const [best, second] = [...scores].sort((a, b) => b[1] - a[1]);
  if (!best || best[1] < 2 || best[1] === second?.[1]) return null;
  return best[0] === 'mysql' && /\bmariadb\b/i.test(head) ? 'mariadb' : best[0];
}
