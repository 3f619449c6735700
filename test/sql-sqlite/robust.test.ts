import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PreparedHole } from '../../server/src/sql/dialect-reader.ts';
import { prepared, read, readQuery } from './read.ts';
import { cpuTime } from '../support/cpu-time.ts';
import { show, showQuery } from './show.ts';
import { SEED } from '../support/seed.ts';

const HOLES: Readonly<Record<string, PreparedHole>> = {
  '?1': { kind: 'param', name: ':id', list: false }, '?2': { kind: 'param', name: '', list: true }, '?3': { kind: 'unknown' },
  '\uFFFC4': { kind: 'column', column: { by: 'symbol', path: ['users', 'email'] } }, '\uFFFC5': { kind: 'table', table: { by: 'symbol', path: ['users'] } }, '\uFFFC6': { kind: 'unknown' },
};

const HOLED: readonly (readonly [string, string])[] = [
  ['select * from t where a = ?1', 'select all | from t as t | where a = param(:id)'],
  ['select * from t where a in (?2)', 'select all | from t as t | where a in [param(…)]'],
  ['select * from t where a = 1 and ?3', 'select all | from t as t | where and(a = 1, opaque(known only at run time: ))'],
  ['select \uFFFC4 from \uFFFC5 where \uFFFC4 = ?1', 'select [#users.email] | from #users as users | where #users.email = param(:id)'],
  ['select * from \uFFFC5 where \uFFFC5.a = 1', 'select all | from #users as users | where users.a = 1'],
  ['select * from \uFFFC5 q where q.\uFFFC4 = 1', 'select all | from #users as q | where #users.email = 1'],
  ['select * from t where a = 1 and \uFFFC6 order by \uFFFC6', 'select all | from t as t | where and(a = 1, opaque(known only at run time: )) | order opaque(known only at run time: ) asc'],
  ['select * from t where x\uFFFC7 = 1', 'select all | from t as t | where opaque(the column is known only at run time: ) = 1'],
  ['delete from \uFFFC5 where id = ?1', 'delete [] | from #users as users | where id = param(:id)'],
];

for (const [text, expected] of HOLED) test(`holes: ${text}`, () => assert.equal(showQuery(readQuery(text, HOLES)), expected));

test('a table known only at run time ends the statement for good', () => {
  for (const text of ['select * from \uFFFC6', 'select * from t_\uFFFC9', 'create index i on \uFFFC6(a)', 'drop table \uFFFC6', 'update x\uFFFC8 set a = 1']) {
    assert.deepEqual(read(prepared(text, HOLES)), { kind: 'error', message: 'the name is known only at run time', offset: null, final: true }, text);
  }
});

test('statements without bearing', () => {
  for (const text of ['pragma foreign_keys = on', 'begin', 'commit', 'analyze', 'vacuum', "attach 'x' as y", 'create trigger r after insert on t begin select 1; end', 'drop trigger r', 'savepoint s', 'reindex']) {
    assert.deepEqual(read(prepared(text)), { kind: 'nothing' }, text);
  }
});

test('an error says where', () => {
  assert.deepEqual(read(prepared('select * from t where')), { kind: 'error', message: 'incomplete input', offset: 21 });
  const broken = read(prepared('select from t'));
  assert.ok(broken.kind === 'error' && broken.offset === 7);
  assert.equal(read(prepared('')).kind, 'error');
});

test('spans are of the document', () => {
  const query = read(prepared('select * from t where a = 1', {}, 100));
  assert.ok(query.kind === 'query');
  assert.deepEqual([query.query.span, query.query.where?.span], [{ start: 100, end: 127 }, { start: 122, end: 127 }]);
  const utf16 = "select '😀', ä from t where ö = '😀😀' and b = 1";
  const { where } = readQuery(utf16);
  assert.equal(utf16.slice(where?.span.start, where?.span.end), "ö = '😀😀' and b = 1");
});

test('long and deep statements end soon', () => {
  const took = cpuTime(() => {
    const chain = readQuery(`select * from t where ${Array.from({ length: 20_000 }, (_, index) => `a = ${String(index)}`).join(' or ')}`);
    assert.ok(chain.where?.kind === 'or' && chain.where.args.length === 20_000);
    const nested = read(prepared(`select * from t where ${'('.repeat(20_000)}a${')'.repeat(20_000)}`));
    assert.ok(nested.kind === 'error' && nested.final === true);
    const sums = read(prepared(`select ${Array.from({ length: 20_000 }, () => 'a').join(' + ')} from t`));
    assert.ok(sums.kind === 'error' && sums.final === true);
    assert.equal(show(readQuery(`select * from t where ${'not '.repeat(400)}a`).where ?? assert.fail()).length, 400 * 5 + 1);
    for (const [open, middle, close] of [['select * from (', 'select 1', ')'], ['select a in (', 'select 1', ')'], ['with c as (', 'select 1', ') select * from c'], ['select case when (', 'select 1', ') then 1 end'], ['select * from t where exists (', 'select 1', ')'], ['select * from (t join (', 't', '))']] as const) {
      for (const depth of [100, 480, 2000]) assert.match(read(prepared(open.repeat(depth) + middle + close.repeat(depth))).kind, /query|error/);
    }
  });
  assert.ok(took < 5000, `${String(took)} ms`);
});

const WORDS = ['select', 'from', 't', 'where', 'a', '=', '1', 'and', '(', ')', 'join', 'on', 'order by', 'limit', '\uFFFC4', '?1', "'x'", 'in', 'not', 'null', 'create', 'table', 'index', 'update', 'set', 'delete', 'insert into', 'values', ',', 'as', 'with', 'union', '*', '.', 'alter', 'drop', 'add', 'column', 'case', 'when', 'end', '"', '--', '/*', '\0'];

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }), (words) => {
    read(prepared(words.join(' '), HOLES));
  }), { numRuns: 3000, seed: SEED });
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => { read(prepared(text)); }), { numRuns: 1000, seed: SEED });
});

test('facts serialise', () => {
  for (const [text] of HOLED) {
    const query = readQuery(text, HOLES);
    assert.deepEqual(JSON.parse(JSON.stringify(query)), query);
  }
});
