import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeIn, type Files, told } from './flow-code-support.ts';

const REPO = 'export class Repo {\n  static instance = new Repo();\n  static make() { return new Repo(); }\n  find(id: string) { return id; }\n}\n';
const FIND = 'export async function find(id: string) { return id; }\nexport const list = async () => [];\nfunction own() {}\n';

/** Files, the file that asks, its name, and what is meant. */
const SCRIPTS: readonly (readonly [string, Files, string, string])[] = [
  ['a function of the file', { 'm.ts': FIND }, 'own', 'unit m.ts:own'],
  ['a function in a constant', { 'm.ts': FIND }, 'list', 'unit m.ts:list'],
  ['an import', { 'a.ts': FIND, 'm.ts': "import { find as f } from './a';" }, 'f', 'unit a.ts:find'],
  ['a namespace', { 'a.ts': FIND, 'm.ts': "import * as a from './a';" }, 'a.find', 'unit a.ts:find'],
  ['the namespace itself', { 'a.ts': FIND, 'm.ts': "import * as a from './a';" }, 'a', 'module a.ts'],
  ['not what is not exported', { 'a.ts': FIND, 'm.ts': "import * as a from './a';" }, 'a.own', 'nothing'],
  ['a re-export', { 'a.ts': FIND, 'b.ts': "export { find as found } from './a';", 'm.ts': "import { found } from './b';" }, 'found', 'unit a.ts:find'],
  ['all of a module', { 'a.ts': FIND, 'b.ts': "export * from './a';", 'm.ts': "import { find } from './b';" }, 'find', 'unit a.ts:find'],
  ['a module under a name', { 'a.ts': FIND, 'b.ts': "export * as a from './a';", 'm.ts': "import { a } from './b';" }, 'a.find', 'unit a.ts:find'],
  ['the index of a folder', { 'a/index.ts': "export * from './find';", 'a/find.ts': FIND, 'm.ts': "import { find } from './a';" }, 'find', 'unit a/find.ts:find'],
  ['a default function', { 'a.ts': 'export default async function find() {}', 'm.ts': "import f from './a';" }, 'f', 'unit a.ts:find'],
  ['a default function without a name', { 'a.ts': 'export default async () => 1;', 'm.ts': "import f from './a';" }, 'f', 'unit a.ts:default'],
  ['a default object', { 'a.ts': 'function find() {}\nexport default { find, list: async () => [] };', 'm.ts': "import a from './a';" }, 'a', 'value a.ts:object'],
  ['a default instance', { 'a.ts': `${REPO}export default new Repo();`, 'm.ts': "import repo from './a';" }, 'repo', 'value a.ts:call'],
  ['a default class', { 'a.ts': 'export default class Repo { find() {} }', 'm.ts': "import R from './a';" }, 'R', 'class a.ts:Repo'],
  ['a class', { 'a.ts': REPO, 'm.ts': "import { Repo } from './a';" }, 'Repo', 'class a.ts:Repo'],
  ['a static method', { 'a.ts': REPO, 'm.ts': "import { Repo } from './a';" }, 'Repo.make', 'unit a.ts:Repo.make'],
  ['a static field', { 'a.ts': REPO, 'm.ts': "import { Repo } from './a';" }, 'Repo.instance', 'value a.ts:call'],
  ['an instance in a constant', { 'a.ts': `${REPO}export const repo = new Repo();`, 'm.ts': "import { repo } from './a';" }, 'repo', 'value a.ts:call'],
  ['a function of an object', { 'a.ts': 'export const service = { find: async (id) => id, list() { return []; } };', 'm.ts': "import { service } from './a';" }, 'service.list', 'unit a.ts:service.list'],
  ['a function that an object hands on', { 'a.ts': `${FIND}export const service = { find, all: list };`, 'm.ts': "import { service } from './a';" }, 'service.all', 'unit a.ts:list'],
  ['an object of functions itself', { 'a.ts': `${FIND}export const service = { find, all: list };`, 'm.ts': "import { service } from './a';" }, 'service', 'value a.ts:object'],
  ['an alias', { 'a.ts': FIND, 'm.ts': "import * as a from './a';\nconst f = a.find;" }, 'f', 'unit a.ts:find'],
  ['taken apart', { 'a.ts': 'export const service = { find: async (id) => id };', 'm.ts': "import { service } from './a';\nconst { find } = service;" }, 'find', 'unit a.ts:service.find'],
  ['taken apart from what is made', { 'm.ts': 'const { find } = makeService();' }, 'find', 'value m.ts:attr'],
  ['CommonJS', { 'a.js': 'async function find() {}\nmodule.exports = { find };', 'm.js': "const a = require('./a');" }, 'a.find', 'unit a.js:find'],
  ['CommonJS, taken apart', { 'a.js': 'exports.find = async () => 1;', 'm.js': "const { find } = require('./a');" }, 'find', 'unit a.js:exports.find'],
  ['imported when it is needed', { 'a.ts': FIND, 'm.ts': "export async function run() { const { find } = await import('./a'); return find(); }" }, 'find', 'unit a.ts:find'],
  ['a package of the monorepo', { 'packages/db/package.json': '{"name":"@x/db","exports":{".":"./src/index.ts","./repo":"./src/repo.ts"}}', 'packages/db/src/index.ts': "export * from './repo';", 'packages/db/src/repo.ts': FIND, 'apps/web/m.ts': "import { find } from '@x/db';" }, 'find', 'unit packages/db/src/repo.ts:find'],
  ['a built package', { 'packages/db/package.json': '{"name":"@x/db","main":"dist/index.js"}', 'packages/db/src/index.ts': FIND, 'apps/web/m.ts': "import { find } from '@x/db';" }, 'find', 'unit packages/db/src/index.ts:find'],
  ['a path of the configuration', { 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}', 'src/a.ts': FIND, 'src/m.ts': "import { find } from '@/a';" }, 'find', 'unit src/a.ts:find'],
  ['of a library', { 'm.ts': "import { map as all } from 'lodash';" }, 'all', 'outside lodash map'],
  ['of a library, handed on', { 'a.ts': "export { map } from 'lodash';", 'm.ts': "import { map } from './a';" }, 'map', 'outside lodash map'],
  ['what hangs on a function', { 'm.ts': FIND }, 'find.cache', 'nothing'],
  ['several values', { 'm.ts': 'let repo = make();\nrepo = other();' }, 'repo', 'nothing'],
  ['a table', { 'a.ts': "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id') });", 'm.ts': "import * as schema from './a';" }, 'schema.users', 'model a.ts:users'],
  ['a circle', { 'a.ts': "export { x } from './m';", 'm.ts': "export { x } from './a';\nimport { x as y } from './a';" }, 'y', 'nothing'],
];

const SERVICE = 'async def get(db, id):\n    return id\n\nclass Repo:\n    shared = make()\n    def find(self, id): return id\n    @classmethod\n    def build(cls): return cls()\n';

const PYTHON: readonly (readonly [string, Files, string, string])[] = [
  ['a function', { 'a.py': SERVICE, 'm.py': 'from a import get as g' }, 'g', 'unit a.py:get'],
  ['of a module', { 'p/__init__.py': '', 'p/a.py': SERVICE, 'm.py': 'import p.a' }, 'p.a.get', 'unit p/a.py:get'],
  ['a module under another name', { 'p/__init__.py': '', 'p/a.py': SERVICE, 'm.py': 'import p.a as x' }, 'x.get', 'unit p/a.py:get'],
  ['a module of the package', { 'p/__init__.py': '', 'p/service.py': SERVICE, 'p/m.py': 'from . import service' }, 'service.get', 'unit p/service.py:get'],
  ['the module itself', { 'p/__init__.py': '', 'p/service.py': SERVICE, 'p/m.py': 'from . import service' }, 'service', 'module p/service.py'],
  ['a module of another package', { 'd/__init__.py': '', 'd/case/__init__.py': '', 'd/case/service.py': SERVICE, 'm.py': 'from d.case import service as case_service' }, 'case_service', 'module d/case/service.py'],
  ['a module of a folder without a file', { 'd/case/service.py': SERVICE, 'm.py': 'from d.case import service as case_service' }, 'case_service.get', 'unit d/case/service.py:get'],
  ['imported in a function', { 'a.py': SERVICE, 'm.py': 'def run():\n    from a import get\n    return get(1, 2)' }, 'get', 'unit a.py:get'],
  ['handed on', { 'p/__init__.py': 'from .a import *', 'p/a.py': SERVICE, 'm.py': 'from p import get' }, 'get', 'unit p/a.py:get'],
  ['a class', { 'a.py': SERVICE, 'm.py': 'from a import Repo' }, 'Repo', 'class a.py:Repo'],
  ['a method of the class', { 'a.py': SERVICE, 'm.py': 'from a import Repo' }, 'Repo.build', 'unit a.py:Repo.build'],
  ['a class attribute', { 'a.py': SERVICE, 'm.py': 'from a import Repo' }, 'Repo.shared', 'value a.py:call'],
  ['an instance in a constant', { 'a.py': `${SERVICE}repo = Repo()`, 'm.py': 'from a import repo' }, 'repo', 'value a.py:call'],
  ['None before it is made', { 'm.py': 'repo = None\nif True:\n    repo = make()' }, 'repo', 'value m.py:call'],
  ['under try', { 'm.py': 'try:\n    from fast import dumps\nexcept ImportError:\n    from json import dumps' }, 'dumps', 'nothing'],
  ['a lambda', { 'm.py': 'find = lambda id: id' }, 'find', 'unit m.py:find'],
  ['the last of two', { 'm.py': 'def f(): return 1\ndef f(): return 2' }, 'f', 'unit m.py:f#1'],
  ['a getter before its setter', { 'm.py': 'class A:\n    @property\n    def x(self): return 1\n    @x.setter\n    def x(self, v): pass' }, 'A.x', 'unit m.py:A.x'],
  ['of a library', { 'm.py': 'from sqlalchemy import select' }, 'select', 'outside sqlalchemy select'],
  ['a library', { 'm.py': 'import numpy as np' }, 'np.array', 'outside numpy array'],
  ['a model', { 'a.py': 'from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): pass\nclass User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    @classmethod\n    def by_id(cls, id): return id\n', 'm.py': 'from a import User' }, 'User', 'model a.py:User with its class'],
  ['a method of a model', { 'a.py': 'from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): pass\nclass User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    @classmethod\n    def by_id(cls, id): return id\n', 'm.py': 'from a import User' }, 'User.by_id', 'unit a.py:User.by_id'],
];

describe('names of code', () => {
  for (const [title, files, name, expected] of [...SCRIPTS, ...PYTHON]) {
    it(`${title}: ${name}`, () => {
      const asker = Object.keys(files).at(-1) ?? '';
      assert.equal(told(codeIn(files).meaning(asker, name.split('.'))), expected);
    });
  }

  it('a reference leads to the unit that bears it', () => {
    const code = codeIn({ 'a.ts': FIND, 'm.ts': "import { find } from './a';" });
    const found = code.meaning('m.ts', ['find']);
    assert.ok(found?.m === 'unit');
    assert.equal(code.unit(found.ref)?.fn.params.length, 1);
    assert.equal(code.unit({ ...found.ref, ordinal: 7 }), null);
    assert.deepEqual(code.units('a.ts').map(({ ref }) => ref.unit), ['find', 'list', 'own']);
  });
});
