/** A class that says its table, or makes one. */
const MODEL = /^[ \t]+(?:_*(?:table|table_?name|db_?table|indexes|indices|index_\w+)_*)\s*(?::[^=\n]+)?=|CREATE\s+(?:\{\w+\}\s*|UNIQUE\s+)?(?:TABLE|INDEX)/im;
/** A class that says one word and one list of itself: what they mean, the configuration may tell. */
const NAMED = /^[ \t]+\w+\s*(?::[^=\n]+)?=\s*["'][a-z_]\w*["']\s*$/m;
const LISTED = /^[ \t]+\w+\s*(?::[^=\n]+)?=\s*[[(]/m;
const BUILT = /^class\s+\w+\([\w.[\]]+\)\s*:/m;
/** Its classes say their tables by `__tablename__`, which needs no following (and a file that is followed is read as a whole at each key). */
const SQLALCHEMY = /^[ \t]*(?:from|import)[ \t]+(?:\w*sqlalchemy|sqlmodel)\b|\bmapped_column\(|\bdb\.Model\b/m;
/** SQL with something pasted in where a table or a condition stands. */
const TEMPLATE = /(?:FROM|INTO|UPDATE|JOIN|ON)\s+["'`[]?(?:\{(?!\{)|%s|"\s*\+|'\s*\+)|WHERE\s+(?:\{|%s)|["']\s*(?:AND|OR)\s*["']\.join/;
/** A helper of that kind in use. */
const USE = /\b\w*(?:Repo(?:sitory)?|DAO|Dao|Store|Gateway|Mapper|Storage|Queries)\b\w*\s*\(|\b(?:self|cls)\.(?:find|get|fetch|count|list|select|delete|exists|filter|query|search|all|one|first|where|load|update)\w*\(\s*\w+\s*=/;
/** A file that hands on what others declare. */
const HANDS_ON = /^from\s+\.[\w.]*\s+import\b/m;

/** UTF-16 units: a file that only hands on is short. */
const SHORT = 6_000;

/** Whether the code of a file is worth following: cheap, and true too often rather than too seldom. */
export const isToFollow = (text: string): boolean => saysOfItself(SQLALCHEMY.test(text) ? text.replace(/__(?:tablename|table_args|mapper_args)__/g, '') : text) || TEMPLATE.test(text) || USE.test(text) || (text.length < SHORT && HANDS_ON.test(text) && !/^\s*(?:async\s+)?def\s/m.test(text));

const saysOfItself = (text: string): boolean => MODEL.test(text) || (BUILT.test(text) && NAMED.test(text) && LISTED.test(text));
