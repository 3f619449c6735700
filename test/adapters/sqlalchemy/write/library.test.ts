import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { IndexSpec } from '../../../../server/src/facts/finding.ts';
import type { IndexDef } from '../../../../server/src/facts/schema.ts';
import { loadSqlParsers } from '../../../../server/src/host/sql-parsers.ts';
import { canonical } from '../../../../server/src/sql/canonical.ts';
import { readSql } from '../../../../server/src/sql/index.ts';
import { python } from '../../../support/python.ts';
import { generated } from './generated.ts';
import { outlineOf, written } from './support.ts';

// SQLAlchemy itself runs each model before and after the edit, makes its tables in SQLite and says what CREATE INDEX it sends to PostgreSQL.
const HARNESS = `
import json, sys, warnings
warnings.simplefilter('ignore')
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

def indexes(text, dialect):
    space = {'__name__': 'models'}
    exec(compile(text, 'models.py', 'exec'), space)
    metadata = space['metadata']
    if dialect == 'postgresql':
        return [str(CreateIndex(index).compile(dialect=postgresql.dialect())) for table in metadata.tables.values() for index in table.indexes]
    with create_engine('sqlite://').connect() as connection:
        connection.exec_driver_sql("ATTACH ':memory:' AS app")
        metadata.create_all(connection)
        return [row[0] for name in ('main', 'app') for row in connection.exec_driver_sql("SELECT sql FROM " + name + ".sqlite_master WHERE type = 'index' AND sql IS NOT NULL")]

def answer(case):
    try:
        return {'before': indexes(case['before'], case['dialect']), 'after': indexes(case['after'], case['dialect'])}
    except Exception as error:
        return {'error': repr(error)}

json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
`;

type Answer = { readonly before: readonly string[]; readonly after: readonly string[] } | { readonly error: string };

const sql = await loadSqlParsers();

function show(index: IndexDef<string> | IndexSpec): string {
  const column = (name: string): string => name;
  const keys = index.keys.map((key) => `${canonical(key.expr, column)} ${key.direction}`);
  return `${index.unique ? 'unique ' : ''}${index.name ?? '?'} (${keys.join(', ')})${index.where === null ? '' : ` where ${canonical(index.where, column)}`}`;
}

for (const version of ['1.4', '2.0'] as const) {
  test(`SQLAlchemy ${version} makes exactly the index that was written`, () => {
    const cases = fc.sample(generated(version), { seed: 20_260, numRuns: 180 });
    const texts = cases.map((one) => {
      const after = written(one.text, one.index, one);
      assert.ok(after !== null, one.text);
      assert.deepEqual(outlineOf(after).errors, [], after);
      assert.equal(/[^\r]\n/.test(after), /[^\r]\n/.test(one.text), 'line ends are kept');
      return { before: one.text, after, dialect: one.dialect };
    });
    const { stdout, stderr, status } = python(HARNESS, { version, input: JSON.stringify(texts) });
    assert.equal(status, 0, stderr);
    const answers = JSON.parse(stdout) as readonly Answer[];
    assert.equal(answers.length, cases.length);
    cases.forEach((one, at) => {
      const answer = answers[at];
      assert.ok(answer !== undefined && !('error' in answer), `${JSON.stringify(answer)}\n${texts[at]?.after ?? ''}`);
      const [added, more] = answer.after.filter((text) => !answer.before.includes(text));
      assert.ok(added !== undefined && more === undefined && answer.after.length === answer.before.length + 1, texts[at]?.after);
      const [statement] = readSql({ text: added, holes: [], toDocument: (offset) => offset }, one.dialect, sql).statements;
      assert.ok(statement?.operation.op === 'create-index', added);
      assert.equal(show(statement.operation.index), show(one.index), texts[at]?.after);
      assert.deepEqual([statement.operation.table.name, one.dialect === 'sqlite' ? null : statement.operation.table.schema], ['items', one.dialect === 'sqlite' ? null : (one.schema ?? null)]);
    });
  });
}
