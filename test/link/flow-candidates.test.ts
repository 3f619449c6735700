import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adapters } from '../../server/src/adapters/index.ts';
import { readFile, wants } from '../../server/src/engine/read-file.ts';
import type { FileFacts } from '../../server/src/facts/file.ts';
import { unpackSkim } from '../../server/src/facts/skim.ts';
import { skimOf } from '../../server/src/lang/skim.ts';
import { flowSearch } from '../../server/src/link/flow/candidates.ts';
import { moduleResolver } from '../../server/src/link/modules.ts';
import { type Files, flowFacts, readingOptions } from './flow-code-support.ts';

const imported = (path: string, text: string): readonly string[] => { const skim = skimOf(path, text); return skim === null ? [] : unpackSkim(skim).map(({ local, module, imported: name }) => `${local}=${module}:${name}`); };

const SKIMS: readonly (readonly [string, string, readonly string[]])[] = [
  ['m.ts', "import { a, type B as C } from './x';", ['a=./x:a', 'C=./x:B']],
  ['m.ts', "import d, * as ns from '@x/y'", ['d=@x/y:default', 'ns=@x/y:*']],
  ['m.ts', "import type {\n  A, // one\n  B,\n} from \"./x\";\nimport './effects';", ['A=./x:A', 'B=./x:B']],
  ['m.ts', "import type T from './t';\nimport{a}from'./b'", ['T=./t:default', 'a=./b:a']],
  ['m.js', "const { find, list: all } = require('./repo');\nconst svc = require('./svc');", ['find=./repo:find', 'all=./repo:list', 'svc=./svc:*']],
  ['m.ts', "async function f() { const { find } = await import('./repo'); await import('./other'); }", ['find=./repo:find', '=./other:*']],
  ['m.ts', 'const important = 1; obj.import("x"); const s = `import {a} from ${b}`;', []],
  ['m.ts', 'import { a, b, c', []],
  ['m.py', 'import a.b\nimport c as d\nfrom . import e, f as g\nfrom .h import (\n    i,\n    j as k,\n)\n', ['a=a.b:*', 'd=c:*', 'e=.:e', 'g=.:f', 'i=.h:i', 'k=.h:j']],
  ['m.py', 'def f():\n    from x.y import z\n    return z()\nif True: import q\n', ['z=x.y:z', 'q=q:*']],
  ['m.py', 'from a import *\nx = 1\n', ['*=a:*']],
];

const REPO = "import { db } from './db';\nimport { users } from './schema';\nimport { eq } from 'drizzle-orm';\nexport async function findUser(id: string) { return db.select().from(users).where(eq(users.id, id)); }\nexport function format(x: string) { return x; }\n";
const SCHEMA = "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id') });\n";
const DRIZZLE: Files = { 'schema.ts': SCHEMA, 'db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.URL!);\n", 'repo.ts': REPO };
const SERVICE = 'from sqlalchemy import select\nfrom models import User\ndef get_user(db, id):\n    return db.execute(select(User).where(User.id == id)).scalars().first()\ndef tidy(x):\n    return x\n';
const ALCHEMY: Files = { 'models.py': 'from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): pass\nclass User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n', 'service.py': SERVICE };

/** Files beside the repository, and which of them may lead to a query. */
const CASES: readonly (readonly [string, Files, readonly string[]])[] = [
  ['who calls it', { ...DRIZZLE, 'a.ts': "import { findUser } from './repo';\nexport const one = () => findUser('1');" }, ['a.ts']],
  ['not who imports something else of it', { ...DRIZZLE, 'a.ts': "import { format } from './repo';\nexport const one = () => format('1');" }, []],
  ['through a file that hands it on', { ...DRIZZLE, 'index.ts': "export * from './repo';", 'a.ts': "import { findUser } from './index';\nfindUser('1');" }, ['a.ts']],
  ['under another name', { ...DRIZZLE, 'index.ts': "export { findUser as find } from './repo';", 'a.ts': "import { find } from './index';\nfind('1');" }, ['a.ts']],
  ['a module under a name', { ...DRIZZLE, 'index.ts': "export * as repo from './repo';", 'a.ts': "import { repo } from './index';\nrepo.findUser('1');" }, ['a.ts']],
  ['and who calls that one', { ...DRIZZLE, 'a.ts': "import { findUser } from './repo';\nexport const one = () => findUser('1');\nexport const other = 1;", 'b.ts': "import { one } from './a';\none();", 'c.ts': "import { other } from './a';\nother;" }, ['a.ts', 'b.ts']],
  ['who makes the class', { ...DRIZZLE, 'a.ts': "import { findUser } from './repo';\nexport class Users { find(id: string) { return findUser(id); } }", 'b.ts': "import type { Users } from './a';\nexport class Page { constructor(private users: Users) {} }", 'c.ts': "import { Page } from './b';\nnew Page(1);" }, ['a.ts', 'b.ts', 'c.ts']],
  ['who has only its interface', { ...DRIZZLE, 'i.ts': 'export interface Finds { find(id: string): unknown }', 'a.ts': "import { findUser } from './repo';\nimport type { Finds } from './i';\nexport class Users implements Finds { find(id: string) { return findUser(id); } }", 'b.ts': "import type { Finds } from './i';\nexport const page = (users: Finds) => users.find('1');" }, ['a.ts', 'b.ts', 'i.ts']],
  ['who is handed a function that does', { ...DRIZZLE, 'each.ts': 'export async function each(xs: string[], fn: (x: string) => unknown) { for (const x of xs) await fn(x); }', 'a.ts': "import { findUser } from './repo';\nimport { each } from './each';\nexport const all = (ids: string[]) => each(ids, (id) => findUser(id));" }, ['a.ts', 'each.ts']],
  ['CommonJS', { ...DRIZZLE, 'a.js': "const { findUser } = require('./repo');\nmodule.exports = { one: () => findUser('1') };", 'b.js': "const a = require('./a');\na.one();" }, ['a.js', 'b.js']],
  ['Python: a name of a module', { ...ALCHEMY, 'a.py': 'from service import get_user\ndef one(db): return get_user(db, 1)' }, ['a.py']],
  ['Python: not another name of it', { ...ALCHEMY, 'a.py': 'from service import tidy\ndef one(): return tidy(1)' }, []],
  ['Python: a module', { 'p/__init__.py': '', 'p/models.py': ALCHEMY['models.py'] ?? '', 'p/service.py': SERVICE.replace('from models', 'from .models'), 'p/a.py': 'from . import service\ndef one(db): return service.get_user(db, 1)', 'p/b.py': 'from p import service as s\ndef one(): return s.tidy(1)' }, ['p/a.py', 'p/b.py']],
  ['Python: and who calls that one', { ...ALCHEMY, 'a.py': 'from service import get_user\ndef one(db): return get_user(db, 1)\ndef other(): pass', 'b.py': 'from a import one\none(1)', 'c.py': 'from a import other\nother()' }, ['a.py', 'b.py']],
  ['Python: who is handed rows', { ...ALCHEMY, 'shape.py': 'def shape(user): return user.posts', 'a.py': 'from service import get_user\nfrom shape import shape\ndef one(db):\n    user = get_user(db, 1)\n    return shape(user)' }, ['a.py', 'shape.py']],
  ['what it goes over', { ...DRIZZLE, 'names.ts': "export const NAMES = ['a', 'b'];", 'a.ts': "import { findUser } from './repo';\nimport { NAMES } from './names';\nexport const all = async () => { for (const name of NAMES) await findUser(name); };" }, ['a.ts', 'names.ts']],
  ['Python: what it goes over, counted', { ...ALCHEMY, 'names.py': 'NAMES = [1, 2]', 'a.py': 'import names\nfrom service import get_user\ndef one(db):\n    return [get_user(db, n) for _, n in enumerate(names.NAMES)]' }, ['a.py', 'names.py']],
  ['a circle', { ...DRIZZLE, 'a.ts': "import { b } from './b';\nimport { findUser } from './repo';\nexport const a = () => { b(); findUser('1'); };", 'b.ts': "import { a } from './a';\nexport const b = () => a();" }, ['a.ts', 'b.ts']],
];

/** As an engine reads them at first: whole where an adapter wants it, else what a look at the text tells. */
function firstReading(files: Files): Map<string, FileFacts> {
  return new Map(Object.entries(files).map(([path, text]) => {
    const facts = readFile(path, text, null, readingOptions);
    const skim = wants(adapters, path, text) ? null : skimOf(path, text);
    return [path, skim === null ? facts : { ...facts, skim }] as const;
  }));
}

const deepened = (deep: ReadonlyMap<string, FileFacts>, facts: FileFacts): FileFacts => {
  const read = deep.get(facts.path) ?? facts;
  return { ...read, queries: facts.queries, unread: facts.unread, ...(facts.skim === undefined ? {} : { skim: facts.skim }) };
};

/** What is to be read beside what adapters want, with the flows of `before` there already. */
function found(files: Files, before: readonly string[] = []): readonly string[] {
  const [facts, deep] = [firstReading(files), flowFacts(files)];
  const isWanted = (path: string): boolean => wants(adapters, path, files[path] ?? '');
  const modules = moduleResolver({ tsconfigs: [], packages: [], python: [] }, new Set(facts.keys()));
  const read = (path: string): void => { const one = facts.get(path); if (one !== undefined) facts.set(path, deepened(deep, one)); };
  for (const path of before) read(path);
  for (let round = 0; round < 10; round++) {
    const candidates = flowSearch(facts, modules).wanted;
    const missing = [...candidates].filter((path) => facts.get(path)?.flow === undefined);
    if (missing.length === 0) return [...candidates].filter((path) => !isWanted(path)).sort();
    for (const path of missing) read(path);
  }
  return ['no end'];
}

describe('what a look at a text tells of its imports', () => {
  for (const [path, text, expected] of SKIMS) it(text.split('\n').slice(0, 2).join(' ').slice(0, 70), () => assert.deepEqual(imported(path, text), expected));

  it('takes linear time', () => {
    const started = performance.now();
    skimOf('m.ts', 'import { a, '.repeat(200_000));
    skimOf('m.ts', 'const { a } = require( '.repeat(100_000));
    skimOf('m.py', 'from x import (a, '.repeat(50_000));
    assert.ok(performance.now() - started < 4_000);
  });
});

describe('files that may lead to queries', () => {
  for (const [title, files, expected] of CASES) it(title, () => assert.deepEqual(found(files), expected));

  it('are the same whichever were read before', () => {
    for (const [title, files] of CASES) assert.deepEqual(found(files, Object.keys(files)), found(files), title);
  });
});
