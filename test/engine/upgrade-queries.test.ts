import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from '../support/samples.ts';

/** A SQL file and the confidence of what it asks. */
const FILES: readonly (readonly [text: string, confidence: readonly string[]])[] = [
  ['SELECT a FROM t WHERE b = 1;', ['high']],
  ['ALTER TABLE t ADD COLUMN b int; UPDATE t SET b = 1 WHERE a = 1;', ['low']],
  ['ALTER TABLE t RENAME TO u; DELETE FROM u WHERE a = 1;', ['low']],
  ['CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT u UNIQUE (a); SELECT a FROM t WHERE a = 1;', ['high']],
  ['ALTER TABLE t ADD COLUMN b int; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT a FROM t WHERE b = 1 $$;', ['high']],
];

for (const [text, confidence] of FILES) test(text, () => assert.deepEqual(factsOf('a.sql', text, 'postgresql').queries.map((query) => query.confidence), confidence));

test('a Python file whose DDL or constants are read together is read again as a whole', () => {
  const together = (text: string) => factsOf('a.py', text).together === true;
  assert.equal(together('Q = "SELECT a FROM t"\ndef f(c): c.execute(Q)'), true);
  assert.equal(together('def f(c): c.execute("CREATE TABLE t (a int)")'), true);
  assert.equal(together('def f(c): c.execute("SELECT a FROM t")'), false);
});
