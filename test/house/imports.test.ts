import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { importsOf, sourcesIn, type SourceText } from './sources.ts';

// The one table of what may import what (docs/ARCHITECTURE.md): a file imports from its own room or from one before it.
const ROOMS = ['text', 'facts', 'sql', 'lang', 'adapters', 'link', 'schema', 'match', 'rules', 'advice', 'config', 'fix', 'migrate', 'suppress', 'baseline', 'engine', 'report', 'host', 'planner', 'mcp', 'lsp', 'cli'];
const PURE = new Set(ROOMS.slice(0, ROOMS.indexOf('host')));
/** Packages that are themselves pure, or used for their types. */
const PURE_PACKAGES = new Set(['jsonc-parser', 'toml-eslint-parser', 'picomatch', 'sqlite3-parser', 'web-tree-sitter', 'libpg-query']);

const sources = sourcesIn('server/src').filter((s) => !s.path.endsWith('.d.ts'));
const roomOf = (path: string): string => path.split('/')[2] ?? '';
const targetOf = (source: SourceText, specifier: string): string => posix.join(posix.dirname(source.path), specifier);

const breaches = (rule: (source: SourceText, specifier: string) => string | null): string[] =>
  sources.flatMap((source) => importsOf(source.text).flatMap((specifier) => { const why = rule(source, specifier); return why === null ? [] : [`${source.path}: ${specifier}: ${why}`]; }));

test('there is something to look at, and imports are found in it', () => {
  assert.ok(sources.length > 100);
  assert.deepEqual(importsOf("import a from './a.ts';\nimport type { B,\n C } from '../b.ts';\nexport * from './c.ts';\nimport './d.ts';\ntype E = import('./e.ts').E;"), ['./a.ts', '../b.ts', './c.ts', './d.ts', './e.ts']);
});

test('every file stands in a room', () => {
  assert.deepEqual(sources.filter((s) => !ROOMS.includes(roomOf(s.path))).map((s) => s.path), []);
});

test('imports go one way', () => {
  assert.deepEqual(breaches((source, specifier) => {
    if (!specifier.startsWith('.')) return null;
    const [from, to] = [ROOMS.indexOf(roomOf(source.path)), ROOMS.indexOf(roomOf(targetOf(source, specifier)))];
    return to < 0 || to > from ? `${roomOf(source.path)} may not import ${roomOf(targetOf(source, specifier))}` : null;
  }), []);
});

test('lsp and cli never import each other', () => {
  assert.deepEqual(breaches((source, specifier) => (roomOf(source.path) === 'cli' && /(^|\/)lsp\//.test(targetOf(source, specifier)) ? 'edge to edge' : null)), []);
});

test('no adapter imports another, and only the registry names them', () => {
  const folder = (path: string): string | null => /^server\/src\/adapters\/([^/]+)\//.exec(path)?.[1] ?? null;
  assert.deepEqual(breaches((source, specifier) => {
    const target = specifier.startsWith('.') ? folder(targetOf(source, specifier)) : null;
    if (target === null || source.path === 'server/src/adapters/index.ts') return null;
    return folder(source.path) === target ? null : 'a concrete adapter is imported from outside it';
  }), []);
});

test('pure rooms do no I/O: no node: module, no other package', () => {
  assert.deepEqual(breaches((source, specifier) => {
    if (!PURE.has(roomOf(source.path)) || specifier.startsWith('.')) return null;
    return PURE_PACKAGES.has(specifier) ? null : 'not for a pure room';
  }), []);
});

test('rooms from link to engine know no ORM by name', () => {
  const rooms = ROOMS.slice(ROOMS.indexOf('link'), ROOMS.indexOf('host')).filter((room) => room !== 'migrate' && room !== 'config');
  const named = sources.filter((s) => rooms.includes(roomOf(s.path))).flatMap((s) => codeLines(s.text).flatMap(({ line, number }) => (/\b(drizzle|sqlalchemy|prisma)\b/i.test(line) ? [`${s.path}:${number}: ${line.trim()}`] : [])));
  // Recognising migration folders and configuration files is naming tools, which has two places of its own.
  assert.deepEqual(named.filter((n) => !/^server\/src\/(schema\/migrations\/|engine\/((?:python-)?dialects|project-files)\.ts)/.test(n)), []);
});

function codeLines(text: string): { line: string; number: number }[] {
  return text.split('\n').map((line, i) => ({ line, number: i + 1 })).filter(({ line }) => !/^\s*(\/\/|\*|\/\*)/.test(line));
}
