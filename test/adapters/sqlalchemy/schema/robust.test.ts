import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuTime } from '../../../support/cpu-time.ts';
import { workspaceOf } from '../../../support/workspace.ts';
import { catalogs, projectFiles } from './support.ts';

// Whatever stands in a file: a value, no throw (the workspace of the tests throws what an engine would isolate), and no time that grows with the square.
const HEAD = 'from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint\nfrom sqlalchemy.orm import declarative_base, mapped_column, Mapped, relationship\nBase = declarative_base()\n';

const ODD: readonly (readonly [string, string])[] = [
  ['Python 2', 'class A(Base):\n    __tablename__ = ur"a"\n    print "x"\n    id = Column(Integer, primary_key=True)\n'],
  ['nothing but names', 'class A(Base): __tablename__\nclass B(Base): __table_args__ = __table_args__\nclass C(Base): id = id = Column\nclass D(D): pass\n'],
  ['names that stand for each other', "a = b\nb = a\nargs = (*args, Index('x', 'y'))\nclass A(Base):\n    __tablename__ = a\n    __table_args__ = args\n    id = a\n"],
  ['calls without arguments', "class A(Base):\n    __tablename__ = 'a'\n    x = Column()\n    y = mapped_column()\n    z = relationship()\n    __table_args__ = (Index(), UniqueConstraint(), ForeignKeyConstraint(), ExcludeConstraint(), Index(None), Index('a', None), Index('b', 1), Index('c', lambda: 3))\nTable()\nTable('x')\nTable(Base)\nIndex()\nregistry.map_imperatively()\n"],
  ['annotations of every kind', 'class A(Base):\n    __tablename__ = "a"\n    a: Mapped\n    b: Mapped[]\n    c: Mapped["Mapped["]\n    d: "Mapped[Optional[int]]" = mapped_column()\n    e: Mapped[Union[int, None, str]]\n    f: Mapped[Annotated[Annotated[int, 3], mapped_column(index=True)]]\n    g: Mapped[[[[int]]]]\n    id: Mapped[int] = mapped_column(primary_key=True)\n'],
  ['deep nesting', `class A(Base):\n    __tablename__ = 'a'\n    id = Column(Integer, primary_key=True)\n    __table_args__ = ${'('.repeat(300)}Index('x', 'id')${',)'.repeat(300)}\n    x: Mapped[${'Optional['.repeat(300)}int${']'.repeat(300)}]\n`],
  ['classes in classes in functions', `def make():\n    class A(Base):\n        __tablename__ = 'a'\n        id = Column(Integer, primary_key=True)\n        class B(Base):\n            __tablename__ = 'b'\n            id = Column(Integer, primary_key=True)\n    return A\n`],
];

for (const [name, text] of ODD) {
  test(`${name} is read as far as it can be`, () => {
    for (const dialect of ['postgresql', 'sqlite', 'mysql'] as const) catalogs({ 'm.py': HEAD + text }, dialect);
  });
}

test('every beginning of a model file is read', () => {
  const files = projectFiles('typed');
  const text = files['models.py'] ?? '';
  const engine = workspaceOf(files, { dialect: 'postgresql' });
  for (let end = 1; end < text.length; end += 97) {
    engine.update([{ path: 'models.py', text: text.slice(0, end) }]);
    engine.snapshot().catalogs();
  }
  engine.update([{ path: 'models.py', text }]);
  assert.deepEqual([...(engine.snapshot().catalogs()[0]?.tables.keys() ?? [])].sort(), ['app.tenants', 'app.users', 'archive.notes', 'audit.events']);
});

const many = (count: number): string => `${HEAD}${Array.from({ length: count }, (_, i) => `class M${i}(${i % 10 === 0 ? 'Base' : `M${i - (i % 10)}`}):\n    ${i % 10 === 0 ? `__tablename__ = 'm${i}'\n    id = Column(Integer, primary_key=True)\n    ` : ''}c${i} = Column(String(10), index=True)\n`).join('')}${Array.from({ length: count }, (_, i) => `Index('i${i}', M${i}.c${i}.desc())\n`).join('')}`;

const time = (text: string): number => cpuTime(() => { assert.ok((catalogs({ 'm.py': text }, 'postgresql')[0]?.tables.size ?? 0) >= 10); });

test('a file of thousands of classes takes no time that grows with the square', () => {
  time(many(100));
  const [small, large] = [Math.min(time(many(150)), time(many(150))), time(many(1200))];
  assert.ok(large < small * 24 + 500, `${small} ms for 150 classes, ${large} ms for 1,200`);
});
