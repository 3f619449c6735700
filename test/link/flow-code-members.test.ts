import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeIn, type Files, told, typeText, unitText } from './flow-code-support.ts';

const of = (text: string) => { const [file = '', name = ''] = text.split(':'); return { file, name }; };

/** Files, a class, a method, and the unit that is meant. */
const METHODS: readonly (readonly [string, Files, string, string, string])[] = [
  ['its own', { 'a.ts': 'export class A { find() {} }' }, 'a.ts:A', 'find', 'a.ts:A.find'],
  ['a field that is a function', { 'a.ts': 'export class A { find = async () => 1; }' }, 'a.ts:A', 'find', 'a.ts:A.find'],
  ['of a base in another file', { 'b.ts': 'export class B { find() {} }', 'a.ts': "import { B } from './b';\nexport class A extends B {}" }, 'a.ts:A', 'find', 'b.ts:B.find'],
  ['its own before that of a base', { 'b.ts': 'export class B { find() {} }', 'a.ts': "import { B } from './b';\nexport class A extends B { find() {} }" }, 'a.ts:A', 'find', 'a.ts:A.find'],
  ['of a base of a base', { 'a.ts': 'class C { find() {} }\nclass B extends C {}\nexport class A extends B {}' }, 'a.ts:A', 'find', 'a.ts:C.find'],
  ['nowhere', { 'a.ts': 'export class A {}' }, 'a.ts:A', 'find', 'nothing'],
  ['of a base that is not known', { 'a.ts': "import { B } from 'lib';\nexport class A extends B {}" }, 'a.ts:A', 'find', 'nothing'],
  ['its own in spite of a base that is not known', { 'a.ts': "import { B } from 'lib';\nexport class A extends B { find() {} }" }, 'a.ts:A', 'find', 'a.ts:A.find'],
  ['behind a base that is made', { 'a.ts': 'class B { find() {} }\nexport class A extends mixin(B) {}' }, 'a.ts:A', 'find', 'nothing'],
  ['a generic base', { 'a.ts': 'class B<T> { find() {} }\nexport class A extends B<string> {}' }, 'a.ts:A', 'find', 'a.ts:B.find'],
  ['a circle', { 'a.ts': 'class B extends A { find() {} }\nexport class A extends B {}' }, 'a.ts:A', 'find', 'a.ts:B.find'],
  ['Python: the first base that has it', { 'a.py': 'class X:\n    def find(self): pass\nclass Y:\n    def find(self): pass\nclass A(Y, X): pass' }, 'a.py:A', 'find', 'a.py:Y.find'],
  ['Python: a diamond', { 'a.py': 'class T:\n    def find(self): pass\nclass L(T): pass\nclass R(T):\n    def find(self): pass\nclass A(L, R): pass' }, 'a.py:A', 'find', 'a.py:R.find'],
  ['Python: bases of other files', { 'p/__init__.py': '', 'p/base.py': 'class Repo:\n    def find(self): pass', 'p/a.py': 'from . import base\nclass A(base.Repo): pass' }, 'p/a.py:A', 'find', 'p/base.py:Repo.find'],
  ['Python: a generic base', { 'a.py': 'from typing import Generic, TypeVar\nT = TypeVar("T")\nclass Repo(Generic[T]):\n    def find(self): pass\nclass A(Repo[int]): pass' }, 'a.py:A', 'find', 'a.py:Repo.find'],
  ['Python: behind a library whose names are known', { 'a.py': 'from pydantic import BaseModel\nclass M:\n    def find(self): pass\nclass A(BaseModel, M): pass' }, 'a.py:A', 'find', 'a.py:M.find'],
  ['Python: a name of that library', { 'a.py': 'from pydantic import BaseModel\nclass M:\n    def dict(self): pass\nclass A(BaseModel, M): pass' }, 'a.py:A', 'dict', 'nothing'],
  ['Python: behind one that is not known', { 'a.py': 'from lib import Strange\nclass M:\n    def find(self): pass\nclass A(Strange, M): pass' }, 'a.py:A', 'find', 'nothing'],
  ['Python: behind a base that makes models', { 'a.py': 'from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass M:\n    def find(self): pass\nclass A(Base, M): pass' }, 'a.py:A', 'find', 'a.py:M.find'],
  ['Python: a class in a class', { 'a.py': 'class O:\n    class A:\n        def find(self): pass' }, 'a.py:O.A', 'find', 'a.py:O.A.find'],
];

/** Files, a class, a field, its type and what it is given. */
const FIELDS: readonly (readonly [string, Files, string, string, string, string])[] = [
  ['a parameter that is a property', { 'r.ts': 'export class Repo {}', 'a.ts': "import { Repo } from './r';\nexport class A { constructor(private readonly repo: Repo) {} }" }, 'a.ts:A', 'repo', 'class r.ts:Repo', 'nothing'],
  ['a field with its type', { 'a.ts': 'class Repo {}\nexport class A { private repo: Repo; }' }, 'a.ts:A', 'repo', 'class a.ts:Repo', 'nothing'],
  ['a field that is made', { 'a.ts': 'class Repo {}\nexport class A { repo = new Repo(); }' }, 'a.ts:A', 'repo', 'class a.ts:Repo', 'call'],
  ['a field given by a parameter', { 'a.ts': 'class Repo {}\nexport class A { constructor(repo: Repo) { this.repo = repo; } }' }, 'a.ts:A', 'repo', 'class a.ts:Repo', 'nothing'],
  ['a field made in the constructor', { 'a.ts': 'class Repo {}\nexport class A { constructor(db) { this.repo = new Repo(db); } }' }, 'a.ts:A', 'repo', 'class a.ts:Repo', 'call'],
  ['a field of a base', { 'a.ts': 'class Repo {}\nclass B { repo = new Repo(); }\nexport class A extends B {}' }, 'a.ts:A', 'repo', 'class a.ts:Repo', 'call'],
  ['a list', { 'a.ts': 'class Repo {}\nexport class A { repos: Repo[] = []; }' }, 'a.ts:A', 'repos', 'many class a.ts:Repo', 'list'],
  ['asked of a container', { 'a.ts': "import { inject } from '@angular/core';\nclass Repo {}\nexport class A { repo = inject(Repo); }" }, 'a.ts:A', 'repo', 'class a.ts:Repo', 'call'],
  ['no field', { 'a.ts': 'export class A {}' }, 'a.ts:A', 'repo', 'nothing', 'nothing'],
  ['Python: given', { 'a.py': 'class Repo: pass\nclass A:\n    def __init__(self, repo: Repo):\n        self.repo = repo' }, 'a.py:A', 'repo', 'class a.py:Repo', 'nothing'],
  ['Python: given or made', { 'a.py': 'class Repo: pass\nclass A:\n    def __init__(self, repo: "Repo | None" = None):\n        self.repo = repo or Repo()' }, 'a.py:A', 'repo', 'class a.py:Repo', 'either'],
  ['Python: made', { 'r.py': 'class Repo: pass', 'a.py': 'from r import Repo\nclass A:\n    def __init__(self, db):\n        client = db.client\n        self.repo = Repo(client)' }, 'a.py:A', 'repo', 'class r.py:Repo', 'call'],
  ['Python: of the class', { 'a.py': 'class Repo: pass\nclass A:\n    repo: Repo\n' }, 'a.py:A', 'repo', 'class a.py:Repo', 'nothing'],
  ['Python: made by a dataclass', { 'a.py': 'from dataclasses import dataclass, field\nclass Repo: pass\n@dataclass\nclass A:\n    repo: object = field(default_factory=Repo)\n' }, 'a.py:A', 'repo', 'class a.py:Repo', 'call'],
  ['Python: given by a dependency', { 'a.py': 'from fastapi import Depends\nclass Repo: pass\ndef get_repo() -> Repo:\n    return Repo()\nclass A:\n    def __init__(self, repo=Depends(get_repo)):\n        self.repo = repo' }, 'a.py:A', 'repo', 'class a.py:Repo', 'nothing'],
  ['Python: emptied and made elsewhere', { 'a.py': 'class Repo: pass\nclass A:\n    def __init__(self):\n        self.repo = None\n    def start(self):\n        self.repo = Repo()' }, 'a.py:A', 'repo', 'class a.py:Repo', 'call'],
  ['Python: two things', { 'a.py': 'class R: pass\nclass S: pass\nclass A:\n    def __init__(self, x):\n        self.repo = R()\n    def swap(self):\n        self.repo = S()' }, 'a.py:A', 'repo', 'class a.py:R', 'call'],
];

const TWO = 'from abc import ABC, abstractmethod\nclass Repo(ABC):\n    @abstractmethod\n    def find(self): ...\nclass SqlRepo(Repo):\n    def find(self): return 1\n';
const DEPENDS = 'from typing import Annotated\nfrom fastapi import Depends\nclass Repo: pass\nclass Other: pass\ndef get_repo() -> Repo:\n    return Repo()\ndef get_made():\n    repo = Repo()\n    try:\n        yield repo\n    finally:\n        pass\nRepoDep = Annotated[Repo, Depends(get_repo)]\n';

/** Files, the file that asks, an annotation, and what it names. */
const TYPES: readonly (readonly [string, Files, string, string])[] = [
  ['a class', { 'a.ts': 'export class Repo {}' }, 'Repo', 'class a.ts:Repo'],
  ['imported as a type', { 'r.ts': 'export class Repo {}', 'a.ts': "import type { Repo } from './r';" }, 'Repo', 'class r.ts:Repo'],
  ['or nothing', { 'a.ts': 'export class Repo {}' }, 'Repo | null | undefined', 'class a.ts:Repo'],
  ['one of two', { 'a.ts': 'export class Repo {}\nclass Other {}' }, 'Repo | Other', 'nothing'],
  ['a promise of many', { 'a.ts': 'export class Repo {}' }, 'Promise<Repo[]>', 'many class a.ts:Repo'],
  ['what a constant is', { 'a.ts': 'export class Repo {}\nconst repo = new Repo();' }, 'typeof repo', 'class a.ts:Repo'],
  ['instances of a class', { 'a.ts': 'export class Repo {}' }, 'InstanceType<typeof Repo>', 'class a.ts:Repo'],
  ['of a library', { 'a.ts': "import { Pool } from 'pg';" }, 'Pool', 'outside pg Pool'],
  ['an interface with one class', { 'i.ts': 'export interface IRepo { find(id: string): Promise<void> }', 'r.ts': "import type { IRepo } from './i';\nexport class Repo implements IRepo { async find() {} }", 'a.ts': "import type { IRepo } from './i';" }, 'IRepo', 'class r.ts:Repo'],
  ['an interface with one class beside that of tests', { 'i.ts': 'export interface IRepo { find(id: string): Promise<void> }', 'r.ts': "import type { IRepo } from './i';\nexport class Repo implements IRepo { async find() {} }", 'tests/r.ts': "import type { IRepo } from '../i';\nexport class Fake implements IRepo { async find() {} }", 'a.ts': "import type { IRepo } from './i';" }, 'IRepo', 'class r.ts:Repo'],
  ['an interface with two classes', { 'i.ts': 'export interface IRepo { find(): void }\nexport class R implements IRepo { find() {} }\nexport class S implements IRepo { find() {} }', 'a.ts': "import type { IRepo } from './i';" }, 'IRepo', 'class i.ts:IRepo'],
  ['an abstract class with one class', { 'a.ts': 'abstract class Repo { abstract find(): void }\nclass SqlRepo extends Repo { find() {} }' }, 'Repo', 'class a.ts:SqlRepo'],
  ['Python: a text', { 'a.py': 'class Repo: pass' }, "'Repo'", 'class a.py:Repo'],
  ['Python: optional', { 'a.py': 'class Repo: pass' }, 'Optional[Repo]', 'class a.py:Repo'],
  ['Python: many', { 'a.py': 'class Repo: pass' }, 'list[Repo] | None', 'many class a.py:Repo'],
  ['Python: of a module', { 'r.py': 'class Repo: pass', 'a.py': 'import r' }, 'r.Repo', 'class r.py:Repo'],
  ['Python: a dependency', { 'a.py': DEPENDS }, 'Annotated[Repo, Depends(get_repo)]', 'class a.py:Repo'],
  ['Python: a dependency under a name', { 'a.py': DEPENDS, 'm.py': 'from a import RepoDep' }, 'RepoDep', 'class a.py:Repo'],
  ['Python: an abstract class with one class', { 'a.py': TWO }, 'Repo', 'class a.py:SqlRepo'],
  ['Python: an abstract class with two', { 'a.py': `${TWO}class Memory(Repo):\n    def find(self): return 2\n` }, 'Repo', 'class a.py:Repo'],
  ['Python: a protocol', { 'a.py': 'from typing import Protocol\nclass Finds(Protocol):\n    def find(self, id): ...\n', 'b.py': 'class Repo:\n    def find(self, id): return id\n    def other(self): pass\n', 'm.py': 'from a import Finds' }, 'Finds', 'class b.py:Repo'],
  ['Python: a protocol of two', { 'a.py': 'from typing import Protocol\nclass Finds(Protocol):\n    def find(self, id): ...\n', 'b.py': 'class R:\n    def find(self, id): return id\nclass S:\n    def find(self, id): return id\n', 'm.py': 'from a import Finds' }, 'Finds', 'class a.py:Finds'],
  ['Python: a session', { 'a.py': 'from sqlalchemy.orm import Session' }, 'Session', 'outside sqlalchemy.orm Session'],
];

const field = (files: Files, owner: string, name: string) => codeIn(files).field(of(owner), name);

describe('classes of code', () => {
  for (const [title, files, owner, name, expected] of METHODS) it(`a method: ${title}`, () => assert.equal(unitText(codeIn(files).method(of(owner), name)), expected));

  for (const [title, files, owner, name, type, value] of FIELDS) {
    it(`a field: ${title}`, () => {
      const found = field(files, owner, name);
      assert.equal(`${found?.many === true ? 'many ' : ''}${told(found?.type ?? null)}`, type);
      assert.equal(found?.value?.expr.e ?? 'nothing', value);
    });
  }

  for (const [title, files, annotation, expected] of TYPES) it(`a type: ${title}`, () => assert.equal(typeText(codeIn(files).type(Object.keys(files).at(-1) ?? '', annotation)), expected));

  it('behind the class itself', () => {
    const code = codeIn({ 'a.py': 'class B:\n    def find(self): pass\nclass A(B):\n    def find(self): return super().find()' });
    assert.equal(unitText(code.above({ file: 'a.py', name: 'A' }, 'find')), 'a.py:B.find');
  });

  it('what classes below have under the same name, with imports under other names', () => {
    const code = codeIn({
      'b.ts': 'export class Base { find() {} }\nexport default class Main { run() {} }', 'x.ts': "import { Base as B } from './b';\nexport class X extends B { find() {} }",
      'y.ts': "import { X } from './x';\nexport class Y extends X { find() {} }", 'z.ts': "import M from './b';\nexport class Z extends M { run() {} }", 'o.ts': 'class Base {}\nexport class O extends Base { find() {} }',
    });
    assert.deepEqual(code.overrides({ file: 'b.ts', name: 'Base' }, 'find').map(unitText).sort(), ['x.ts:X.find', 'y.ts:Y.find']);
    assert.deepEqual(code.overrides({ file: 'b.ts', name: 'Main' }, 'run').map(unitText), ['z.ts:Z.run']);
    assert.deepEqual(code.overrides({ file: 'y.ts', name: 'Y' }, 'find'), []);
  });

  it('what parameters are given', () => {
    const code = codeIn({ 'a.py': DEPENDS, 'm.py': 'from a import RepoDep, Repo, get_repo, get_made\nfrom fastapi import Depends\ndef route(a: RepoDep, b: Repo = Depends(), c=Depends(get_repo), d=Depends(get_made), e: Repo = Depends(get_made), f=1): pass' });
    const route = code.units('m.py').find(({ ref }) => ref.unit === 'route')?.unit;
    assert.deepEqual(route?.fn.params.map((param) => typeText(code.given('m.py', param))), ['class a.py:Repo', 'class a.py:Repo', 'class a.py:Repo', 'class a.py:Repo', 'class a.py:Repo', 'nothing']);
  });

  it('a dependency says what is made where the annotation says less', () => {
    const code = codeIn({ 'a.py': `${TWO}class Memory(Repo):\n    def find(self): return 2\ndef get_repo() -> Repo:\n    return SqlRepo()\n`, 'm.py': 'from a import Repo, get_repo\nfrom fastapi import Depends\ndef route(repo: Repo = Depends(get_repo)): pass' });
    const route = code.units('m.py').find(({ ref }) => ref.unit === 'route')?.unit;
    assert.deepEqual(route?.fn.params.map((param) => typeText(code.given('m.py', param))), ['class a.py:SqlRepo']);
  });

  it('a field in a constructor is told where it stands', () => {
    const found = field({ 'a.py': 'class Repo: pass\nclass A:\n    def __init__(self, db):\n        self.repo = Repo(db)' }, 'a.py:A', 'repo');
    assert.deepEqual(found?.value?.unit, { file: 'a.py', unit: 'A.__init__', ordinal: 0 });
    assert.ok(found?.value?.expr.e === 'call');
    assert.deepEqual(found.value.expr.args.map(({ e }) => e), ['unknown']);
  });
});
