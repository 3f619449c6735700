// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quickExports } from '../../server/src/lang/typescript/exports.ts';
import { bindingNamed, outlineOf, processorTime, show } from './support.ts';

/** Each fact as a line: `local <- module.imported`, `name = local.path`, `name <- module.imported`. */
const lines = (facts: { readonly imports: ReturnType<typeof quickExports>['imports']; readonly exports: ReturnType<typeof quickExports>['exports'] }) => [
  ...facts.imports.map((fact) => `import ${fact.local} <- ${fact.module}.${fact.imported}`),
  ...facts.exports.map((fact) => ('module' in fact ? `${fact.name} <- ${fact.module}.${fact.imported}` : `${fact.name} = ${fact.local.join('.')}`)),
];

/** Forms that the quick reader knows as well. */
const PLAIN: readonly (readonly [string, readonly string[]])[] = [
  ["import a, { b as c, type D, default as e } from 'm';", ['import a <- m.default', 'import c <- m.b', 'import D <- m.D', 'import e <- m.default']],
  ["import * as ns from \"m\"", ['import ns <- m.*']],
  ["import x, * as y from 'm'", ['import x <- m.default', 'import y <- m.*']],
  ["import type { Db } from './db'", ['import Db <- ./db.Db']],
  ["import 'side-effect';", []],
  ["import old = require('old')", ['import old <- old.*']],
  ["import {a}from'm';export{a};export*from'n'", ['import a <- m.a', 'a = a', '* <- n.*']],
  ["const { users, posts: p } = require('./schema')", ['import users <- ./schema.users', 'import p <- ./schema.posts']],
  ["const all = require('./schema')", ['import all <- ./schema.*']],
  ["export * from './a'; export * as ns from './b'", ['* <- ./a.*', 'ns <- ./b.*']],
  ["export { a as b, default as c, default } from './m'", ['b <- ./m.a', 'c <- ./m.default', 'default <- ./m.default']],
  ['const a = 1;\nexport { a, a as b }', ['a = a', 'b = a']],
  ['export const a = 1', ['a = a']],
  ['export const { b, c: d } = x', ['b = b', 'd = d']],
  ['export async function load() {}\nexport function* gen() {}\nexport abstract class Repo {}\nexport enum E { A }', ['load = load', 'gen = gen', 'Repo = Repo', 'E = E']],
  ['const db = 1;\nexport default db;', ['default = db']],
  ['export default class Repo {}', ['default = Repo']],
  ['export default drizzle(pool)', ['default = default']],
  ['export type T = string;\nexport interface I {}', []],
  ["// export * from './no'\n/* export * from './no' */\nexport * from './yes' // export const no = 1", ['* <- ./yes.*']],
  ["module.exports = require('./m')", ['* <- ./m.*']],
];

/** Forms that need the parser. */
const PARSED: readonly (readonly [string, readonly string[]])[] = [
  ["const { db } = await import('./db')", ['import db <- ./db.db']],
  ["async function f() { const { db: d } = await import('./db') }", ['import d <- ./db.db']],
  ["const users = require('./schema').users", ['import users <- ./schema.users']],
  ["module.exports = { a, b: c.d, e: f(), ...require('./g') }", ['default = default', 'a = a', 'b = c.d', 'e = exports.e', '* <- ./g.*']],
  ['module.exports = { async find() {} }', ['default = default', 'find = exports.find']],
  ['exports.a = b;\nmodule.exports.c = pgTable("c", {})', ['a = b', 'c = exports.c']],
  ['export = db', ['default = db']],
  ['namespace N { export const inner = 1 }', []],
  ["const t = `\nexport * from './no'\n`", []],
];

describe('imports and exports', () => {
  for (const [text, expected] of [...PLAIN, ...PARSED]) it(text, () => assert.deepEqual(lines(outlineOf(text)), expected));

  it('binds what is exported without a name', () => {
    const outline = outlineOf('export default drizzle(pool);\nexports.users = pgTable("users", {});');
    assert.equal(show(bindingNamed(outline, 'default').init ?? assert.fail()), 'drizzle(pool)');
    assert.equal(show(bindingNamed(outline, 'exports.users').init ?? assert.fail()), 'pgTable("users", {})');
  });

  it('knows which names are exported', () => {
    const outline = outlineOf('export const a = 1; const b = 2; const c = 3; export { b as z }; function f() { const a = 1 }');
    assert.deepEqual(outline.bindings.filter((binding) => binding.exported).map((binding) => binding.name), ['a', 'b']);
  });
});

describe('exports without a parser', () => {
  for (const [text, expected] of PLAIN) it(text, () => assert.deepEqual(lines(quickExports(text)), expected));

  it('takes a megabyte of text in well under a second', () => {
    const text = `${'const x = "it\'s // no"; /* c */ export const a = 1;\n'.repeat(20_000)}export * from './end'`;
    const start = processorTime();
    assert.deepEqual(quickExports(text).exports.at(-1), { name: '*', module: './end', imported: '*' });
    assert.ok(processorTime() - start < 1000);
  });
});
