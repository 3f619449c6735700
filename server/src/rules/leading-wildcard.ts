import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import { columnsTold, conditionSpan } from './access.ts';
import type { AccessRule } from './rule.ts';
import { tableName } from './tables.ts';
import { verdictOf } from './verdict.ts';
import { conditionsText, conditionText } from './words/condition.ts';
import { capital, indexName } from './words/index.ts';
import { listOf } from './words/list.ts';

export const leadingWildcard: AccessRule = {
  id: 'leading-wildcard',
  family: 'predicates',
  summary: 'A pattern begins with a wildcard, so that no index of this database finds where it fits.',
  defaultSeverity: 'information',
  scope: 'access',
  check(path, context) {
    const advice = instead[context.catalog.dialect];
    const conditions = path.conditions.filter(isWildcard);
    const [first] = conditions;
    if (advice === undefined || first === undefined || !isAlone(path)) return null;
    const near = indexOn(first, path);
    const columns = columnsTold(conditions, path, false);
    return verdictOf(path, context, {
      severity: near === null || first.optional ? 'hint' : 'information',
      message: near === null ? `No index on ${tableName(context.table)} can serve ${conditionsText(conditions, path)}, so the whole table is read: ${why}.` : `${capital(indexName(near, context.table))} does not serve ${conditionText(first, path)}, so the whole table is read: ${why}.`,
      span: conditionSpan(first, path, context.callSpan), columns, suggestion: null, instead: advice(listOf(columns)),
      ...(near === null ? {} : { about: near }),
    });
  },
};

const why = 'a pattern that begins with a wildcard has no place in an index';

/** What people take where the database has no index for it. PostgreSQL has one, of trigrams: there that index is what is told. */
const instead: Readonly<Partial<Record<Dialect, (columns: string) => string>>> = {
  sqlite: (columns) => `keep ${columns} in an FTS5 table too, with the trigram tokenizer for pieces of words, and ask that with MATCH`,
  mysql: (columns) => `give ${columns} a FULLTEXT index and ask for whole words with MATCH … AGAINST`,
  mariadb: (columns) => `give ${columns} a FULLTEXT index and ask for whole words with MATCH … AGAINST`,
};

const isWildcard = (c: Condition): boolean => !c.used && c.blockerKind === 'wildcard' && c.expr.kind === 'like' && c.expr.op === 'like' && !c.expr.negated;

/** Nothing else narrows the search down, now or with an index: a pattern is cheap on the few rows that another condition leaves. */
const isAlone = (path: AccessPath): boolean =>
  !path.oneRow && path.filter === 'not-served' && path.sort !== 'not-served' && !path.limited && path.proposal === null && !path.conditions.some((c) => c.blockerKind === null && c.form !== 'or');

function indexOn(condition: Condition, path: AccessPath): Index | null {
  const found = path.rejected.find(({ index: { method, where, keys } }) => method === 'btree' && where === null && keys[0]?.expr.kind === 'column' && condition.columns.includes(keys[0].expr.column));
  return found?.index ?? null;
}
