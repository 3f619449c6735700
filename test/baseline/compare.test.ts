import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compare } from '../../server/src/baseline/compare.ts';
import { type Entry, entryOf } from '../../server/src/baseline/entry.ts';
import type { Site } from '../../server/src/facts/finding.ts';
import { SEED } from '../support/seed.ts';
import { workspaceOf } from '../support/workspace.ts';

const same = (path: string): string => path;
const sitesIn = (files: Readonly<Record<string, string>>): readonly Site[] => workspaceOf(files).snapshot().findings().flatMap((finding) => finding.sites);
const SCHEMA = { 'schema.sql': 'CREATE TABLE scenes (id integer PRIMARY KEY, project_id integer NOT NULL);\n' };
const QUERY = "db.prepare('SELECT * FROM scenes WHERE project_id = ?').all(id)";
const file = (body: string): string => `import Database from 'better-sqlite3';\nconst db = new Database('x');\n${body}`;
const fn = (name: string, times = 1): string => `export function ${name}(id: number) {\n  return [${Array(times).fill(QUERY).join(', ')}];\n}\n`;

/** What is new of `after` for a baseline of `before`, as file and function. */
function news(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  const sites = sitesIn({ ...SCHEMA, ...after });
  const { known } = compare(sitesIn({ ...SCHEMA, ...before }).map((site) => entryOf(site, same)), sites, same);
  return sites.filter((site) => !known.has(site)).map((site) => `${site.path} ${site.within}`);
}

test('what makes a site another one, and what does not', () => {
  const a = { 'a.ts': file(fn('list')) };
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]])[] = [
    ['nothing', a, a, []],
    ['the file has another name', a, { 'b.ts': file(fn('list')) }, []],
    ['the function has another name', a, { 'a.ts': file(fn('all')) }, []],
    ['both', a, { 'b.ts': file(fn('all')) }, ['b.ts all']],
    ['the same query twice in the function', a, { 'a.ts': file(fn('list', 2)) }, ['a.ts list']],
    ['a function more that asks the same', a, { 'a.ts': file(fn('other') + fn('list')) }, ['a.ts other']],
    ['a file more, before it, with a function of that name', { 'm.ts': file(fn('list')) }, { 'a.ts': file(fn('list')), 'm.ts': file(fn('list')) }, ['a.ts list']],
    ['another query of the same need', a, { 'a.ts': file(fn('list').replace('= ?', '= ? ORDER BY id')) }, ['a.ts list']],
    ['one of two is gone', { 'a.ts': file(fn('list', 2)) }, a, []],
  ];
  for (const [what, before, after, expected] of cases) assert.deepEqual(news(before, after), expected, what);
});

test('each site takes one entry, whatever their order; what is left over is gone', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const place = fc.record({ site: word, in: word, file: word });
  fc.assert(fc.property(fc.array(place), fc.array(place), fc.nat(), (before, after, turn) => {
    const entries = before.map((one): Entry => ({ ...one, rule: '', table: '', columns: [] }));
    const sites = after.map((one) => ({ shape: one.site, within: one.in, path: one.file }) as Site);
    const { known, gone } = compare(entries, sites, same);
    assert.equal(entries.length - gone.length, known.size);
    for (const shape of ['a', 'b', 'c']) {
      const [had, has] = [entries, after].map((list) => list.filter((one) => one.site === shape).length);
      assert.ok([...known].filter((site) => site.shape === shape).length <= Math.min(had ?? 0, has ?? 0));
    }
    const at = turn % (entries.length + 1);
    const other = compare([...entries.slice(at), ...entries.slice(0, at)], sites, same);
    assert.deepEqual([...other.known].map((site) => sites.indexOf(site)).sort(), [...known].map((site) => sites.indexOf(site)).sort());
    assert.equal(compare(sites.map((site) => entryOf({ ...site, rule: '', table: '', columns: [] }, same)), sites, same).known.size, sites.length);
  }), { numRuns: 300, seed: SEED });
});

test('many alike are compared in no time', () => {
  const sites = Array.from({ length: 50_000 }, (_, i) => ({ shape: 's', within: `f${i}`, path: 'a.ts' }) as Site);
  const entries = sites.map((site) => entryOf({ ...site, rule: '', table: '', columns: [], within: `${site.within}x` }, same));
  const began = process.cpuUsage();
  assert.equal(compare(entries, sites, same).known.size, sites.length);
  assert.ok(process.cpuUsage(began).user < 3_000_000);
});
