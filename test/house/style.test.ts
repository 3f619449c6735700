import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importsOf, sourcesIn, withoutComments } from './sources.ts';

// The limits of docs/STYLE.md that a machine can hold.
const sources = [...sourcesIn('server/src'), ...sourcesIn('client/src')];

test('files stay readable', () => {
  assert.deepEqual(sources.filter((s) => s.text.split('\n').length > 400).map((s) => s.path), []);
  const lengths = sources.map((s) => s.text.split('\n').length).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  assert.ok(median <= 100, `the median file has ${median} lines`);
});

test('functions stay readable', () => {
  assert.deepEqual(sources.flatMap((s) => longFunctions(s.text).map((name) => `${s.path}: ${name}`)), []);
});

/** Top-level functions and methods of more than 80 lines, told by the indentation of their last brace. */
function longFunctions(text: string): string[] {
  const lines = text.split('\n');
  const found: string[] = [];
  lines.forEach((line, start) => {
    const head = /^(\s*)(?:export )?(?:async )?(?:function\*? (\w+)|(?:static )?[#\w]+\(.*\).*\{$)/.exec(line);
    if (head === null || /^\s*(if|for|while|switch|return)\b/.test(line)) return;
    const end = lines.findIndex((l, i) => i > start && l === `${head[1] ?? ''}}`);
    if (end - start > 80) found.push(`${line.trim()} (${end - start} lines)`);
  });
  return found;
}

test('no way round the type system, nothing left for later', () => {
  const forbidden: readonly (readonly [RegExp, string])[] = [[/\bas any\b|: any\b|<any>/, 'any'], [/@ts-(ignore|nocheck|expect-error)/, 'ts comment'], [/\bas unknown as\b/, 'double cast'], [/\bconsole\.log\b/, 'console']];
  assert.deepEqual(sources.flatMap((s) => forbidden.flatMap(([pattern, name]) => (pattern.test(withoutComments(s.text)) ? [`${s.path}: ${name}`] : []))), []);
});

test('nothing is left for later', () => {
  assert.deepEqual(sources.filter((s) => /\b(TODO|FIXME|XXX|HACK)\b/.test(s.text)).map((s) => s.path), []);
});

/** Git is asked what a change is. That nothing a folder brings is run with it is held by test/host/git-hostile.test.ts. */
const STARTS_GIT = 'server/src/host/git-process.ts';

test('nothing of a workspace is executed: no child process but git, no eval, no dynamic import of a path', () => {
  const server = sourcesIn('server/src').filter((s) => s.path !== STARTS_GIT);
  assert.deepEqual(server.filter((s) => importsOf(s.text).some((m) => /child_process|node:vm|worker_threads/.test(m)) || /\beval\(|new Function\(|[^.\w]import\((?!['"])/.test(withoutComments(s.text))).map((s) => s.path), []);
});
