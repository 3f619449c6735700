import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { accessPaths, accessWith } from '../../server/src/match/index.ts';
import { catalogOf, queryOf } from './support/scenario.ts';
import { PG, SQLITE } from './support/schemas.ts';
import { say } from './support/say.ts';

type Row = readonly [indexes: string, rest: string, proposal: string | null];

/** What is proposed, and that the matcher then calls it served: a proposal that does not prove itself is worse than none. */
const check = (dialect: Dialect, ddl: string, rows: readonly Row[]): void => {
  for (const [indexes, rest, proposal] of rows) {
    const catalog = catalogOf(`${ddl}${indexes}`, dialect);
    const query = queryOf(`SELECT * FROM t ${rest}`, catalog);
    const [path] = accessPaths(query, catalog);
    const said = path === undefined ? '' : say(path);
    assert.equal(said.includes(' -> ') ? said.replace(/^.* -> /, '') : null, proposal, `${indexes} | ${rest}`);
    if (path === undefined || path.proposal === null) continue;
    const all = [path.proposal.index, ...(path.proposal.together ?? [])].map((index) => ({ table: 't', index }));
    const [proved] = accessWith(query, catalog, all);
    assert.equal(path.proposal.servesFilter, proved !== undefined && ['served', 'partly'].includes(proved.filter) , rest);
    assert.ok(proved !== undefined && all.some((a) => proved.serving.some((s) => s.keys === a.index.keys)), `${rest}: the proposal is not used`);
    if (path.proposal.servesSort) assert.equal(proved.sort, 'served', rest);
  }
};

test('PostgreSQL', () => check('postgresql', PG, [
  ['', 'WHERE a = 1', '(a)'], ['', "WHERE status = 'x' AND a = 1", '(status, a)'], ['', 'WHERE flag AND a = 1', '(a)'], ['', 'WHERE flag', '(flag)'], ['', 'WHERE a IN (1, 2) AND b = 3', '(b, a)'], ['', "WHERE created > '2025-01-01' AND a = 1", '(a, created)'],
  ['', 'WHERE a = 1 ORDER BY created DESC LIMIT 10', '(a, created)'], ['', 'WHERE a = 1 ORDER BY created DESC, id LIMIT 10', '(a, created desc, id)'], ['', 'WHERE a = 1 ORDER BY created DESC NULLS LAST LIMIT 10', '(a, created desc nulls last)'], ['', 'WHERE a = 1 AND amount > 5 ORDER BY created LIMIT 10', '(a, created, amount)'],
  ['', 'WHERE a = 1 AND amount > 5 ORDER BY amount LIMIT 10', '(a, amount)'], ['', 'WHERE a IN (1, 2) ORDER BY created LIMIT 10', '(a)'], ['', 'WHERE a IN (1, 2) ORDER BY a, created LIMIT 10', '(a, created)'], ['', 'ORDER BY created DESC LIMIT 10', '(created)'], ['', 'ORDER BY lower(email) LIMIT 10', '({call})'],
  ['', 'WHERE a = 1 AND closed IS NULL', '(a, closed)'], ['', 'WHERE a = 1 AND closed IS NULL ORDER BY created LIMIT 10', '(a, created) where'], ['', 'WHERE closed IS NULL', '(closed)'], ['', "WHERE name LIKE 'x%'", '(name varchar_pattern_ops)'], ['', "WHERE email LIKE 'x%'", '(email text_pattern_ops)'], ['', "WHERE lower(email) = 'x'", '({call})'],
  ['', 'WHERE name::int = 5', null], ['', 'ORDER BY substring(name, 3)::int LIMIT 5', null], ['', "WHERE (data ->> 'n')::int = 5", null], ['', "WHERE a::text = '5'", '({cast})'], ['', 'WHERE length(name)::int = 5', '({cast})'],
  ['', "WHERE created::date = '2025-01-01'", null], ['', "WHERE day::date = '2025-01-01'", '({cast})'], ['', "WHERE data ->> 'k' = 'x'", '({operator})'], ['', "WHERE name LIKE '%x%'", null], ['', "WHERE name ILIKE 'x%'", null], ['', 'WHERE a <> 1', null], ['', 'WHERE a = 1.5', null], ['', "WHERE name = 'x' COLLATE \"C\"", '(name collate C)'],
  ['CREATE INDEX i ON t (a);', 'WHERE a = 1', null], ['CREATE INDEX i ON t (a);', 'WHERE a = 1 AND b = 2', '(a, b)'], ['CREATE INDEX i ON t (a);', "WHERE a = 1 AND name LIKE '%x%'", null], ['CREATE INDEX i ON t (a);', 'WHERE a = 1 ORDER BY created LIMIT 5', '(a, created)'], ['', "WHERE id = 1 AND status = 'x' ORDER BY created", null],
  ['', 'WHERE a = 1 OR b = 2', '(a) +1'], ['CREATE INDEX i ON t (a);', 'WHERE a = 1 OR b = 2', '(b)'], ['', "WHERE (a = 1 AND status = 'x') OR (a = 1 AND name = 'y')", '(a)'], ['', "WHERE (created, id) > ('2025-01-01', 5) ORDER BY created, id LIMIT 5", '(created, id)'], ['', 'WHERE created BETWEEN $1 AND $2 AND amount > 5', '(created)'],
  ['CREATE INDEX i ON t (a, flag);', 'WHERE a = 1 AND flag ORDER BY created LIMIT 10', '(a, flag, created)'], ['CREATE INDEX i ON t (a);', 'WHERE a = 1 AND flag ORDER BY created LIMIT 10', '(a, created)'],
  ['CREATE INDEX i ON t (id, status, a);', "WHERE id > 5 AND status = ANY($1::text[]) ORDER BY id LIMIT 10", null], ['CREATE INDEX i ON t (created, status);', "WHERE created > '2025-01-01' AND status = 'x' ORDER BY created LIMIT 10", '(status, created)'],
  ['', 'WHERE a = 1 AND b = 2 AND amount = 3 AND score = 4 AND day = $1', '(a, b, amount, score)'],
]));

test('SQLite', () => check('sqlite', SQLITE, [
  ['', 'WHERE a = 1 AND closed IS NULL ORDER BY created LIMIT 10', '(a, closed, created)'], ['', "WHERE name LIKE 'x%'", '(name collate NOCASE)'], ['', "WHERE name GLOB 'x*'", '(name)'], ['', "WHERE email LIKE 'x%'", '(email)'], ['', "WHERE date(created) = '2025-01-01'", '({call})'], ['', "WHERE name = 'x' COLLATE NOCASE", '(name collate NOCASE)'],
  ['', 'WHERE a = 1 ORDER BY created, id LIMIT 10', '(a, created, id)'], ['', 'WHERE a IN (1, 2) ORDER BY a, created LIMIT 10', '(a, created)'], ['', 'WHERE flag', null], ['', 'WHERE NOT (a <> 1)', null], ['', 'WHERE name LIKE ?', null], ['', 'WHERE +a = 1', null],
]));
