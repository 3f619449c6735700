import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeName, slugFor, timestampAfter } from '../../server/src/migrate/names.ts';
import { headerLike } from '../../server/src/migrate/plain/header.ts';
import { compareNumbered, nextNumber, parseNumbered } from '../../server/src/migrate/plain/numbering.ts';
import { sectionsOf } from '../../server/src/migrate/plain/sections.ts';
import { learnStyle } from '../../server/src/sql/ddl-style.ts';
import { likeName } from '../../server/src/migrate/plain/wording.ts';
import { uuidFrom } from '../../server/src/migrate/uuid.ts';
import { indexSpec, planned } from './build.ts';
import { viewOf } from './disk.ts';

const now = new Date('2025-03-04T05:06:07.089Z');

test('the next number has the form of the newest one', () => {
  for (const [newest, next] of [
    ['0007', '0008'], ['7', '8'], ['099', '100'], ['999', '1000'], ['1.2', '1.3'], ['1_9', '1_10'],
    ['20240131120000', '20250304050607'], ['20991231235959', '21000101000000'], ['20991231', '21000101'], ['202401311200', '202503040506'], ['20240131', '20250304'], ['20250304', '20250305'],
    ['2024-01-31', '2025-03-04'], ['2024_01_31_120000', '2025_03_04_050607'], ['1706702400', '1741064767'], ['1706702400000', '1741064767089'],
  ] as const) assert.equal(nextNumber(newest, now), next, newest);
});

test('names are taken apart, and ordered as runners order them', () => {
  assert.deepEqual(parseNumbered('V1_2__add_users'), { prefix: 'V', number: '1_2', separator: '__', rest: 'add_users' });
  assert.deepEqual(parseNumbered('20240131120000_init'), { prefix: '', number: '20240131120000', separator: '_', rest: 'init' });
  assert.deepEqual(parseNumbered('2024-01-31-add-users'), { prefix: '', number: '2024-01-31', separator: '-', rest: 'add-users' });
  assert.deepEqual(parseNumbered('001'), { prefix: '', number: '001', separator: '', rest: '' });
  assert.equal(parseNumbered('schema'), null);
  const names = ['V2__b', 'V10__a', 'V1_10__c', 'V1_9__d', 'V1__e'].map((name) => ({ name, parsed: parseNumbered(name) }));
  const sorted = names.sort((a, b) => (a.parsed === null || b.parsed === null ? 0 : compareNumbered(a.parsed, b.parsed)));
  assert.deepEqual(sorted.map(({ name }) => name), ['V1__e', 'V1_9__d', 'V1_10__c', 'V2__b', 'V10__a']);
});

test('a name says what the migration is about, in the style of its neighbours', () => {
  const nameOf = (key: string): string => key;
  const one = planned(indexSpec('scenes', 'a', ['x']));
  assert.equal(slugFor([one], nameOf), 'add_scenes_index');
  assert.equal(slugFor([one, one], nameOf), 'add_scenes_indexes');
  assert.equal(slugFor([one, planned(indexSpec('shots', 'b', ['x']))], nameOf), 'add_indexes');
  assert.equal(slugFor([planned(indexSpec('Odd "T"', 'b', ['x']))], nameOf), 'add_odd_t_index');
  for (const [example, like] of [['add_users', 'add_scenes_index'], ['add-users', 'add-scenes-index'], ['AddUsers', 'AddScenesIndex'], ['addUsers', 'addScenesIndex'], ['Add_users', 'Add_scenes_index'], ['init', 'add_scenes_index'], ['add users', 'add scenes index']] as const) assert.equal(likeName('add_scenes_index', example), like);
});

test('a time stamp is never before the newest one', () => {
  assert.equal(timestampAfter(null, now), '20250304050607');
  assert.equal(timestampAfter('20240101000000', now), '20250304050607');
  assert.equal(timestampAfter('20250304050607', now), '20250304050608');
  assert.equal(timestampAfter('20301231235959', now), '20310101000000');
});

test('a taken name gets a number behind it', () => {
  assert.equal(freeName('a', (name) => [`${name}.sql`], viewOf({ 'a.sql': '', 'a_2.sql': '' })), 'a_3');
});

test('ids have the form of a UUID and follow from their seed', () => {
  assert.match(uuidFrom('a'), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.equal(uuidFrom('a'), uuidFrom('a'));
  assert.equal(new Set(Array.from({ length: 2000 }, (_, i) => uuidFrom(String(i)))).size, 2000);
});

test('the header follows the newest file', () => {
  const like = (text: string): string | null => headerLike(text, '0006_add_users', '0007_add_scenes_index', 'Add index i to scenes');
  assert.equal(like('-- 0006_add_users.sql\n-- more\nCREATE TABLE a (b int);'), '-- 0007_add_scenes_index.sql');
  assert.equal(like('-- Migration: 0006_add_users\n\nCREATE'), '-- Migration: 0007_add_scenes_index');
  assert.equal(like('\n-- Migration: Users at last\nCREATE'), '-- Migration: Add index i to scenes');
  assert.equal(like('-- Users at last\r\nCREATE'), '-- Add index i to scenes');
  assert.equal(like('CREATE TABLE a (b int);'), null);
  assert.equal(like('-- +goose Up\nCREATE'), null);
});

test('marker comments of both ways are found as they stand', () => {
  assert.deepEqual(sectionsOf('-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n'), { up: '-- +goose Up', down: '-- +goose Down', gap: false, wrap: null });
  assert.deepEqual(sectionsOf('-- +goose Up\r\n\r\n-- +goose StatementBegin\r\nSELECT 1;\r\n-- +goose StatementEnd\r\n-- +goose Down\r\n'), { up: '-- +goose Up', down: '-- +goose Down', gap: true, wrap: { begin: '-- +goose StatementBegin', end: '-- +goose StatementEnd' } });
  assert.deepEqual(sectionsOf('-- migrate:up transaction:false\nX;\n\n-- migrate:down\n'), { up: '-- migrate:up', down: '-- migrate:down', gap: false, wrap: null });
  assert.deepEqual(sectionsOf('-- +migrate Up notransaction\nX;\n-- +migrate Down\nY;'), { up: '-- +migrate Up', down: '-- +migrate Down', gap: false, wrap: null });
  assert.deepEqual(sectionsOf('-- Up Migration\nX;\n-- Down Migration\nY;'), { up: '-- Up Migration', down: '-- Down Migration', gap: false, wrap: null });
  assert.equal(sectionsOf('-- update users\nX;'), null);
  assert.equal(sectionsOf('-- up to date\nX;'), null);
});

test('style is learnt from what the files have', () => {
  const style = learnStyle(['create table "a" ("b" int);\r\ncreate index if not exists "a_b_idx" on "a" ("b");\r\n', 'create index concurrently if not exists "x" on "public"."a" ("b");'], 'postgresql');
  assert.deepEqual(style, { keywords: 'lower', quotes: 'always', ifNotExists: true, schemaNames: 'needed', concurrently: true, transaction: 'none', eol: '\r\n' });
  assert.deepEqual(learnStyle([], 'sqlite'), { keywords: 'upper', quotes: 'needed', ifNotExists: false, schemaNames: 'needed', concurrently: false, transaction: 'none', eol: '\n' });
  assert.equal(learnStyle(['BEGIN;\nCREATE TABLE public.a (b int);\nCOMMIT;'], 'postgresql').transaction, 'own');
  assert.equal(learnStyle(['CREATE TABLE public.a (b int);'], 'postgresql').schemaNames, 'always');
});
