import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { FileFlow, FlowSpan } from '../../server/src/facts/flow.ts';
import type { LanguageId } from '../../server/src/text/span.ts';
import { outlineOf } from './support.ts';
import { classText, stepText, unitText } from './typescript-flow-text.ts';

const flowOf = (text: string, languageId: LanguageId = 'typescript'): FileFlow => {
  const flow = outlineOf(text, languageId).flow?.();
  assert.ok(flow !== undefined);
  return flow;
};

/** The only statement of a file, as text. */
function stepOf(text: string, languageId: LanguageId = 'typescript'): string {
  const steps = flowOf(text, languageId).units.flatMap((unit) => unit.fn.body);
  return steps.map(stepText).join('; ');
}

describe('expressions of TypeScript as flow', () => {
  const table: readonly (readonly [string, string])[] = [
    ['(a as B)!.c satisfies D;', 'a.c'],
    ['a?.b?.[0]?.(c);', 'a.b[0](c)'],
    ['<T>x;', 'x'],
    ['new Foo(1, ...rest);', 'new Foo(1, ...rest)'],
    ['sql`select ${a} from ${b.c}`;', 'sql(a, b.c)'],
    ['`x${y}z${w}`;', 'template<y, w>'],
    ['`plain`;', '"plain"'],
    ['await import("./x");', 'await import("./x")'],
    ['a + b + c + d;', '+<a, b, c, d>'],
    ['(a && b) || (c ?? d);', '((a && b) || (c ?? d))'],
    ['a ? b : c;', '(a ? b : c)'],
    ['!a;', '!<a>'],
    ['x = -5;', 'x = -5'],
    ['i++;', '(i := +<i, 1>)'],
    ['a += b;', 'a += b'],
    ['a ??= b;', 'a ??= b'],
    ['f(x = y);', 'f((x := y))'],
    ['f(x ||= y);', 'f((x := (x || y)))'],
    ['[a, , b.c, ...d] = e;', '[a, , b.c, d rest] = e'],
    ['({ a, b: c.d, e: f = 1, ...g } = h);', '{a: a, b: c.d, e: f = 1 ...g} = h'],
    ['f({ a, b: 1, "c d": 2, [k]: 3, ...e, async m() { return 1; }, get n() { return 2; } });', 'f({a: a, b: 1, c d: 2, [k]: 3, ...e, m: async method () { return 1 }, n: property method () { return 2 }})'],
    ['xs.map((x) => x.id).filter(async function (y) { return y; });', 'xs.map((x) { return x.id }).filter(async (y) { return y })'],
    ['f(null, undefined, true, 1_000, 5n, /re/g);', 'f(null, null, true, 1000, 5, "/re/g")'],
    ['(a, b);', ',<a, b>'],
  ];
  for (const [source, expected] of table) it(source, () => assert.equal(stepOf(source), expected));

  it('JSX: component, attributes and children with what is called in them', () => {
    assert.equal(stepOf('f(<ul a={b} {...c} d="e" on>{xs.map((x) => <Row key={x.id} of={x} />)} text <></></ul>);', 'typescriptreact'),
      'f(jsx<{a: b, ...c, d: "e", on: true}, xs.map((x) { return jsx<Row, {key: x.id, of: x}> }), jsx<>>)');
  });

  it('cuts long texts', () => {
    const [unit] = flowOf(`f("${'é'.repeat(500)}");`).units;
    assert.equal(stepText(unit?.fn.body[0] ?? assert.fail()).length, 'f("")'.length + 80);
  });
});

describe('statements of TypeScript as flow', () => {
  const table: readonly (readonly [string, string])[] = [
    ['for (const { id, name = 1 } of await list()) f(id);', 'each {id: id, name: name = 1} of await list() { f(id) }'],
    ['for await (const x of xs) { f(x); continue; }', 'async each x of xs { f(x); continue }'],
    ['for (const k in o) f(k);', 'keys k of o { f(k) }'],
    ['for (let i = 0, n = 5; i < n; i += 2) { f(i); }', 'count { i = 0; n = 5 } { i += 2 } test <<i, n> { f(i) }'],
    ['for (;;) { break; }', 'count {  } {  } { break }'],
    ['outer: while (a) { break outer; }', 'while test a { break }'],
    ['do { f(); } while (x);', 'until test x { f() }'],
    ['switch (a) { case 1: case "b": { f(); break; } default: g(); }', 'switch a 1 {  } "b" { { f() } } default { g() }'],
    ['for (const x of xs) switch (x) { case 1: if (y) break; f(); continue; }', 'each x of xs { switch x 1 { if y {  }; f(); continue } }'],
    ['try { f(); } catch (e) { g(e); } finally { h(); }', 'try { f() } catch { e = ?; g(e) } finally { h() }'],
    ['if (a) f(); else if (b) { g(); } else h();', 'if a { f() } else { if b { g() } else { h() } }'],
    ['throw new Error("x");', 'throw new Error("x")'],
    ['const [row, second = 2] = await f(), { id } = g!;', '[row, second] = await f(); {id: id} = g'],
    ['let rows: Row[] | undefined;', 'rows: Row[] | undefined = null'],
    ['{ f(); }', '{ f() }'],
    ['enum E { A, B = "b", /* no, */ C }', 'E = {A: "A", B: "B", C: "C"}'],
    ['function* g() { yield 1; yield* xs; yield; }', 'yield 1; yield ...xs; yield '],
    ['function f() { function g(a) { return a; } class K { async m() { h(); } x = 1; } return g; }', 'function g (a) { return a }; K = {m: async method () { h() }, x: 1}; return g'],
    ['(async () => { await main(); })();', 'async () { await main() }()'],
  ];
  for (const [source, expected] of table) it(source, () => assert.equal(stepOf(source), expected));
});

describe('units of TypeScript', () => {
  const table: readonly { readonly source: string; readonly units: readonly string[]; readonly classes?: readonly string[]; readonly language?: LanguageId }[] = [
    { source: 'export async function list(this: X, a: string, { b, c: d = 2, ...e }: P = {}, ...f: T[]): Promise<Row[]> { return a; }', units: ['list async (a: string, {b: b, c: d = 2 ...e}: P = {}, ...f: T[]): Promise<Row[]> { return a }'] },
    { source: 'export const list = async (x) => x, other = 1;', units: ['list async (x) { return x }', 'other () { other = 1 }'] },
    { source: 'export const list = cache(async () => 1);', units: ['list () { list = cache(async () { return 1 }) }'] },
    { source: 'export const service = { async find() { return this.all(); }, all: () => 1, deep: { run: function () {} }, n: 1 } satisfies S;', units: ['service () { service = {find: service.find, all: service.all, deep: {run: service.deep.run}, n: 1} }', 'service.find async method () { return this.all() }', 'service.all method () { return 1 }', 'service.deep.run method () {  }'] },
    { source: 'module.exports = { a, async find() {} }; exports.list = async () => 1; module.exports.other = function () {};', units: ['default () { default = {a: a, find: exports.find} }', 'exports.find async method () {  }', 'exports.list async () { return 1 }', 'exports.other () {  }'], language: 'javascript' },
    { source: 'export default async function (req) { return req; }', units: ['default async (req) { return req }'] },
    { source: 'export default { fetch: async () => 1 };', units: ['default () { default = {fetch: default.fetch} }', 'default.fetch async method () { return 1 }'] },
    { source: 'export default app; import x from "y"; export { x } from "z"; type T = 1; declare const q: T; function f(a: string): void;', units: [] },
    { source: 'export const router = createRouter({ list: procedure.query(async ({ ctx }) => ctx.db.all()) });', units: ['router () { router = createRouter({list: procedure.query(async ({ctx: ctx}) { return ctx.db.all() })}) }'] },
    { source: 'namespace N { export function f() {} }', units: ['N.f () {  }'] },
    { source: 'const { a } = g(); app.get("/", async (req, res) => { res.send(a); });', units: [' () { {a: a} = g() }', ' () { app.get("/", async (req, res) { res.send(a) }) }'] },
    { source: 'Post.prototype.find = function () { return 1; };', units: ['Post.find () { return 1 }'], language: 'javascript' },
    {
      source: '@Injectable() export class A extends B.C<T> implements D { private x: Repo = new Repo(); constructor(private readonly repo: Repo, @In() z?: Z) { super(); } @Get("a") async list() {} static make() {} get all() { return 1; } run = async () => 2; wrapped = handler(async (req) => req); #p = 3; static { setUp(); } ["computed"]() {} }',
      units: ['A.constructor method constructor (field repo: Repo, z: Z) { super() }', '@Get("a") A.list async method () {  }', 'A.make static () {  }', 'A.all property method () { return 1 }', 'A.run async method () { return 2 }', 'A.wrapped method property () { return handler(async (req) { return req }) }', ' () { setUp() }'],
      classes: ['@Injectable A(B.C) implements D x: Repo = new Repo(); wrapped; #p = 3'],
    },
    { source: 'export const K = class extends mixin(A) { m() {} }; export default class { n() {} }', units: ['K.m method () {  }', 'default.n method () {  }'], classes: ['K() ', 'default() '] },
    { source: 'export interface Repo<T extends { a: 1 }> extends Base<{ b: T }>, o.Other { find(id: string): Promise<T>; readonly all: Row[], /* no; */ make?: () => { a: 1; b: 2 }\n list<T>(x: T): void }', units: [], classes: ['interface Repo(Base, o.Other) find; all: Row[]; make: () => { a: 1; b: 2 }; list'] },
    { source: 'abstract class A implements B<C>, D.E { abstract m(): void; n() {} }', units: ['A.n method () {  }'], classes: ['abstract A() implements B, D.E '] },
    { source: 'class A extends B.C { x = 1; m({ a = 1 }, b = 2, ...c) { return a; } }', units: ['A.m method ({a: a = 1}, b = 2, ...c) { return a }'], classes: ['A(B.C) x = 1'], language: 'javascript' },
  ];
  for (const { source, units, classes, language } of table) {
    it(source, () => {
      const flow = flowOf(source, language);
      assert.deepEqual(flow.units.map(unitText), units);
      if (classes !== undefined) assert.deepEqual(flow.classes.map(classText), classes);
    });
  }

  it('tells all offsets from the beginning of the unit, so that one that moved is equal', () => {
    const source = 'export const o = { async find(a: string) { for (const x of await all()) f(x); } };\nclass A { m = 1; n() { return 1; } }\n';
    const moved = flowOf(`import x from "y";\n\n${source}`);
    assert.deepEqual(moved.units.map((unit) => unit.fn), flowOf(source).units.map((unit) => unit.fn));
    assert.deepEqual(moved.classes.map((one) => one.fields), flowOf(source).classes.map((one) => one.fields));
  });

  it('tells where the head of a loop and a name stand', () => {
    const source = 'async function list() {\n  for (const x of xs) {\n    f(x);\n  }\n}\n';
    const [unit] = flowOf(source).units;
    const [loop] = unit?.fn.body ?? [];
    assert.ok(unit !== undefined && loop?.s === 'loop');
    assert.equal(source.slice(unit.span.start + loop.head[0], unit.span.start + loop.head[1]), 'for (const x of xs)');
    assert.equal(source.slice(unit.nameSpan?.start, unit.nameSpan?.end), 'list');
  });
});

describe('any text as flow', () => {
  const broken: readonly (readonly [string, string])[] = [
    ['deep calls', `f${'.g()'.repeat(20_000)};`],
    ['deep brackets', `${'f('.repeat(3000)}${')'.repeat(3000)};`],
    ['deep blocks', `${'if (a) {'.repeat(3000)}${'}'.repeat(3000)}`],
    ['deep functions', `${'(() => '.repeat(2000)}1${')'.repeat(2000)};`],
    ['many pieces', `x = ${'"a" + '.repeat(20_000)}b;`],
    ['long list', `const x = [${'{ a: 1 }, '.repeat(100_000)}];`],
    ['half a loop', 'async function f() { for (const x of await '],
    ['half a class', 'class A extends { constructor( private x'],
    ['half a pattern', 'const { a, [b'],
    ['no end', 'export const x = `${'],
  ];
  for (const [name, source] of broken) {
    it(`is made of ${name}`, () => {
      const flow = flowOf(source);
      check(source, flow);
    });
  }

  it('is made of every file of this project: spans nest, and JSON gives it back', () => {
    const files = ['server/src', 'client/src', 'test', 'scripts'].flatMap(filesIn).filter((_, index) => index % 5 === 0);
    assert.ok(files.length > 100);
    for (const path of files) check(path, flowOf(readFileSync(path, 'utf8')));
  });
});

const filesIn = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.includes('node_modules')).map((path) => join(folder, path));

function check(name: string, flow: FileFlow): void {
  for (const unit of flow.units) nested(`${name} ${unit.name}`, unit.fn, [0, unit.span.end - unit.span.start]);
  assert.deepEqual(JSON.parse(JSON.stringify(flow)), flow, name);
}

/** Every `at` lies within the one around it. */
function nested(name: string, value: unknown, around: FlowSpan): void {
  const open: { readonly value: unknown; readonly around: FlowSpan }[] = [{ value, around }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    const at = 'at' in next.value && Array.isArray(next.value.at) ? span(next.value.at) : next.around;
    assert.ok(at[0] <= at[1] && at[0] >= next.around[0] && at[1] <= next.around[1], `${name}: ${at} in ${next.around}`);
    for (const child of Object.values(next.value)) open.push({ value: child, around: at });
  }
}

function span([start, end]: readonly unknown[]): FlowSpan {
  assert.ok(typeof start === 'number' && typeof end === 'number');
  return [start, end];
}
