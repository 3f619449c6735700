import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compare } from '../../server/src/baseline/compare.ts';
import { type Entry, entryOf } from '../../server/src/baseline/entry.ts';
import { readBaseline, writeBaseline } from '../../server/src/baseline/text.ts';
import type { Site } from '../../server/src/facts/finding.ts';
import { sampleProjects } from '../support/samples.ts';
import { SEED } from '../support/seed.ts';
import { workspaceOf } from '../support/workspace.ts';
import { type Files, functionsIn, MOVES, type Pick } from './moves.ts';

// Moving code, renaming files and formatting bring up nothing; a new query that needs what is known to be missing does.

const sitesOf = (files: Files): readonly Site[] => workspaceOf(files).snapshot().findings().flatMap((finding) => finding.sites);
const same = (path: string): string => path;

/** As it is read back from the file that was written. */
function baselineOf(sites: readonly Site[]): readonly Entry[] {
  const read = readBaseline(writeBaseline({ sargable: '1', configuration: '', sites: sites.map((site) => entryOf(site, same)) }));
  assert.ok(typeof read !== 'string', String(read));
  return read.sites;
}

const newIn = (entries: readonly Entry[], sites: readonly Site[]): readonly string[] => {
  const { known } = compare(entries, sites, same);
  return sites.filter((site) => !known.has(site)).map((site) => `${site.path} ${site.within}: ${site.rule}: ${site.message}`);
};

const picks = (numbers: readonly number[]): Pick => { let at = 0; return (n) => (numbers[at++ % numbers.length] ?? 0) % n; };
const names = Object.keys(MOVES);
const moves = fc.array(fc.record({ name: fc.constantFrom(...names), numbers: fc.array(fc.nat(1_000_000), { minLength: 6, maxLength: 6 }) }), { minLength: 4, maxLength: 14 });
const RUNS = 4;

const done = new Map<string, number>();
for (const sample of sampleProjects()) {
  test(`${sample.name}: what only moves is known`, () => {
    const before = baselineOf(sitesOf(sample.files));
    assert.ok(before.length > 0);
    fc.assert(fc.property(moves, (steps) => {
      const applied: string[] = [];
      let files: Files = sample.files;
      for (const { name, numbers } of steps) {
        const next = MOVES[name]?.(files, picks(numbers)) ?? null;
        if (next === null) continue;
        files = next;
        applied.push(name);
        done.set(name, (done.get(name) ?? 0) + 1);
      }
      const sites = sitesOf(files);
      assert.deepEqual(newIn(before, sites), [], applied.join(' '));
      assert.deepEqual(compare(before, sites, same).gone, [], applied.join(' '));
    }), { numRuns: RUNS, seed: SEED });
  });
}

test('every kind of move was made', () => {
  for (const name of names) assert.ok((done.get(name) ?? 0) >= 1, `${name}: ${done.get(name) ?? 0}`);
});

for (const sample of sampleProjects()) {
  test(`${sample.name}: a query once more is news, wherever it stands`, () => {
    const sites = sitesOf(sample.files);
    const before = baselineOf(sites);
    const copies = sites.flatMap((site) => functionsIn(sample.files[site.path] ?? '').filter((chunk) => chunk.name === site.within).map((chunk) => ({ site, chunk })));
    fc.assert(fc.property(fc.nat(), (n) => {
      const chosen = copies[n % Math.max(1, copies.length)];
      if (chosen === undefined) return;
      const { site, chunk } = chosen;
      const copy = chunk.text.replace(new RegExp(`\\b${chunk.name}\\b`), `${chunk.name}OnceMore`);
      const after = sitesOf({ ...sample.files, [site.path]: `${sample.files[site.path] ?? ''}\n\n${copy}\n` });
      const fresh = newIn(before, after);
      assert.ok(fresh.some((line) => line.startsWith(`${site.path} ${chunk.name}OnceMore: ${site.rule}`)), `${chunk.name}: ${fresh.join('\n')}`);
      assert.ok(fresh.every((line) => line.includes('OnceMore')), fresh.join('\n'));
    }), { numRuns: 2, seed: SEED });
  });
}
