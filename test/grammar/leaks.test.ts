import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sourcesIn } from '../house/sources.ts';
import { isSql, scriptHosts, tokens, type Token } from './tokens.ts';
import { SEED } from '../support/seed.ts';

/** What SQL can hold that could run on: quotes, comments, dollars, brackets, holes, escapes, half of each. */
const PIECES = ['select ', 'x', "'", '"', '--', '/*', '*/', '#', '$$', '$a$', '$1', '%{', '[', ']', '(', ')', '\n', ' ', '\\`', '\\\\', "\\'", '${x}', "${'a'}", '${sql`y`}', '${`z`}', '${ {a: 1}.a }', "it's", '::int', ':p', 'from t', '\\n', '/'];
const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));

const AFTER = 'const after = `t` + "d"; // end';
const OPENERS: readonly (readonly [string, string])[] = [['sql`', '`'], ['pool.query(`select ', '`)'], ['pool.query(`\n', '`)'], ['/* sql */ `', '`'], ['`-- sql\n', '`'], ['`\n-- sql\n', '`'], ['f(\n  `select ', '`,\n)'], ["db.prepare('select ", "')"], ['db.prepare("select ', '")'], ["/* sql */ '", "'"]];

const lastLine = (all: readonly Token[]): readonly Token[] => all.filter((token) => token.line === (all.at(-1)?.line ?? 0));

test('whatever a string holds, what stands behind it is as the host alone has it', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...scriptHosts), fc.constantFrom(...OPENERS), soup, async (host, [open, close], text) => {
    const document = `const a = ${open}${text}${close};\n${AFTER}`;
    assert.deepEqual(lastLine(await tokens(host, document)), lastLine(await tokens(host, document, 'alone')));
  }), { numRuns: 300, seed: SEED });
});

test('characters outside SQL have the scopes that the host gives them, in whole files', async () => {
  const files = [...sourcesIn('test/adapters/sql-drivers'), ...sourcesIn('test/adapters/drizzle'), ...sourcesIn('server/src/adapters/sql-drivers')].filter(({ text }) => text.length < 20_000).slice(0, 40);
  let seen = 0;
  for (const { path, text } of files) {
    const [ours, alone] = [byCharacter(await tokens('source.ts', text)), byCharacter(await tokens('source.ts', text, 'alone'))];
    const wrong = ours.findIndex((token, at) => !isSql(token) && token.scopes.join(' ') !== alone[at]?.scopes.join(' '));
    assert.equal(wrong, -1, `${path}: ${ours[wrong]?.line}: ${ours[wrong]?.text}`);
    seen += ours.filter(isSql).length;
  }
  assert.ok(seen > 1_000, `${seen} characters of SQL`);
});

const byCharacter = (all: readonly Token[]): readonly Token[] => all.flatMap((token) => Array.from({ length: token.text.length }, () => token));

// VS Code leaves longer lines uncoloured (`editor.maxTokenizationLineLength`).
const LONGEST = 20_000;

test('the longest line costs a small multiple of what it costs the host', async () => {
  const text = `const a = [${'"x", `y`, f.query("z"), '.repeat(LONGEST)}`.slice(0, LONGEST);
  await tokens('source.ts', 'const a = 1;');
  const took = async (kind: 'injected' | 'alone'): Promise<number> => {
    const began = process.cpuUsage();
    await tokens('source.ts', text, kind);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };
  const [alone, injected] = [await took('alone'), await took('injected')];
  assert.ok(injected < 4 * alone + 500, `${injected} ms, the host alone ${alone} ms`);
});
