import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprints, type Identity } from '../../server/src/advice/fingerprint.ts';
import { hashText } from '../../server/src/text/hash.ts';

const identity: Identity = { rule: 'unindexed-filter', table: 'posts', columns: ['user_id'], enclosing: 'list', query: '["select"]' };

test('a hash that was stored once stays as it is', () => {
  assert.equal(hashText(''), 'wvjl67o803');
  assert.equal(hashText('unindexed-filter'), '1uqljxbs9eh');
});

test('hashes of near texts differ', () => {
  const texts = Array.from({ length: 50_000 }, (_, i) => `["unindexed-filter","t${i % 100}",["c${i}"],"f","q"]#0`);
  assert.equal(new Set(texts.map(hashText)).size, texts.length);
});

test('every part counts, and equals are told apart', () => {
  const parts: readonly Identity[] = [identity, { ...identity, rule: 'composite-index' }, { ...identity, table: 'users' }, { ...identity, columns: ['user_id', 'id'] }, { ...identity, enclosing: 'get' }, { ...identity, query: '["delete"]' }, identity, identity];
  const prints = fingerprints(parts);
  assert.equal(new Set(prints).size, parts.length);
  assert.deepEqual(fingerprints([identity, identity]), [prints[0], prints[6]], 'an equal one elsewhere changes only the ordinal');
  for (const print of prints) assert.match(print, /^[0-9a-z]{6,11}$/);
});
