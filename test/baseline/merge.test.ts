import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { Entry } from '../../server/src/baseline/entry.ts';
import { readBaseline, writeBaseline } from '../../server/src/baseline/text.ts';
import { hashText } from '../../server/src/text/hash.ts';
import { SEED } from '../support/seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'sargable-merge-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const entry = (n: number): Entry => ({ site: hashText(`site ${n}`), rule: 'unindexed-filter', table: `t${n % 7}`, columns: [`c${n}`, 'it\'s "x", }'], in: `f${n}`, file: `src/${n % 11}.ts` });
const textOf = (sites: readonly Entry[]): string => writeBaseline({ sargable: '1', configuration: 'c', sites });
const sitesOf = (text: string): readonly string[] => { const read = readBaseline(text); assert.ok(typeof read !== 'string', String(read)); return read.sites.map((one) => one.in).sort(); };

/** What git makes of two branches; null for a conflict. */
function merged(base: string, ours: string, theirs: string): string | null {
  const [a, b, c] = [base, ours, theirs].map((text, i) => { const path = join(folder, `${i}.json`); writeFileSync(path, text); return path; });
  const run = spawnSync('git', ['merge-file', '-p', b ?? '', a ?? '', c ?? ''], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout : null;
}

test('what is written is read back, whatever the order', () => {
  fc.assert(fc.property(fc.shuffledSubarray(Array.from({ length: 40 }, (_, i) => i)), (numbers) => {
    const text = textOf(numbers.map(entry));
    assert.equal(text, textOf([...numbers].sort((a, b) => a - b).map(entry)));
    assert.deepEqual(sitesOf(text), numbers.map((n) => `f${n}`).sort());
  }), { seed: SEED });
});

test('two branches that each accept and fix some merge to what both did, seldom with a conflict', () => {
  let conflicts = 0;
  let all = 0;
  const numbers = (from: number) => fc.uniqueArray(fc.integer({ min: from, max: from + 99 }), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(numbers(1000), numbers(2000), fc.uniqueArray(fc.nat(59), { maxLength: 3 }), fc.uniqueArray(fc.nat(59), { maxLength: 3 }), (ours, theirs, fixedHere, fixedThere) => {
    const base = Array.from({ length: 60 }, (_, i) => i);
    const side = (added: readonly number[], fixed: readonly number[]): string => textOf([...base.filter((n) => !fixed.includes(n)), ...added].map(entry));
    all++;
    const text = merged(textOf(base.map(entry)), side(ours, fixedHere), side(theirs, fixedThere));
    if (text === null) { conflicts++; return; }
    assert.deepEqual(sitesOf(text), [...base.filter((n) => !fixedHere.includes(n) && !fixedThere.includes(n)), ...ours, ...theirs].map((n) => `f${n}`).sort());
  }), { numRuns: 60, seed: SEED });
  assert.ok(conflicts <= all * 0.4, `${conflicts} of ${all} merges`);
});

test('commas that a merge leaves over or out do no harm', () => {
  const text = textOf([1, 2, 3].map(entry));
  const bare = text.replaceAll('},\n', '}\n');
  const trailing = text.replace('}\n]', '},\n]');
  assert.notEqual(bare, text);
  assert.notEqual(trailing, text);
  for (const one of [bare, trailing, text.replaceAll('\n', '\r\n'), JSON.stringify(JSON.parse(text), null, 4)]) assert.deepEqual(sitesOf(one), sitesOf(text));
});
