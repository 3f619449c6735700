import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ClassHost, ClassMember } from '../../../server/src/lang/outline.ts';
import { processorTime, show, slice } from '../support.ts';
import { pythonOf } from './support.ts';

const argument = (host: ClassHost): string => [...host.bases.map(show), ...host.keywords.map((k) => (k.kind === 'property' ? `${k.key}=${show(k.value)}` : k.kind === 'spread' ? `**${show(k.arg)}` : '?'))].join(', ');

function showMember(text: string, member: ClassMember): string {
  if (member.kind === 'other') return `(${slice(text, member).split('\n')[0] ?? ''})`;
  const sometimes = member.conditional ? '? ' : '';
  assert.equal(text.slice(member.nameSpan.start, member.nameSpan.end), member.name);
  if (member.kind === 'function') return `${sometimes}${member.decorators.map((d) => `@${show(d)} `).join('')}def ${member.name} => ${member.value.returns.map(show).join(' | ')}`;
  return `${sometimes}${member.name}${member.type === null ? '' : `: ${show(member.type)}`}${member.value === null ? '' : ` = ${show(member.value)}`}`;
}

function showClass(text: string, host: ClassHost): string[] {
  assert.equal(text.slice(host.nameSpan.start, host.nameSpan.end), host.name.split('.').at(-1));
  assert.ok(host.span.start <= host.nameSpan.start && host.bodySpan.end <= host.span.end && host.bodySpan.start <= host.bodySpan.end);
  return [`${host.decorators.map((d) => `@${show(d)} `).join('')}${host.topLevel ? '' : 'inner '}${host.name}(${argument(host)})`, ...host.members.map((member) => showMember(text, member))];
}

const classesIn = (text: string): string[] => pythonOf(text).classes.flatMap((host) => showClass(text, host));
const body = (...lines: readonly string[]): string => `class A(Base):\n${lines.map((line) => `    ${line}\n`).join('')}`;
const membersIn = (...lines: readonly string[]): string[] => classesIn(body(...lines)).slice(1);

const MEMBERS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a column', ['id = Column(Integer)'], ['id = Column(Integer)']],
  ['several on a line', ['id = 1; name = 2'], ['id = #1', 'name = #2']],
  ['an annotation alone', ['x: int'], ['x: int']],
  ['an annotation with a value', ['x: Mapped[Optional[int]] = mapped_column()'], ['x: Mapped[Optional[int]] = mapped_column()']],
  ['a union', ['x: Mapped[int | None]'], ['x: Mapped[(int | null)]']],
  ['a string as annotation', ['x: "Mapped[User]"'], ['x: "Mapped[User]"']],
  ['a string in an annotation', ['x: Mapped["User"]', 'y: Mapped[List["User"]]'], ['x: Mapped["User"]', 'y: Mapped[List["User"]]']],
  ['several keys', ['x: Annotated[int, mapped_column(index=True)]', 'y: Mapped[dict[str, Any]]'], ['x: Annotated[[int, mapped_column()]]', 'y: Mapped[dict[[str, Any]]]']],
  ['dotted annotations', ['x: orm.Mapped[datetime.datetime]', 'y: a.B'], ['x: orm.Mapped[datetime.datetime]', 'y: a.B']],
  ['annotations of other kinds', ['a: None', 'b: Tuple[int, ...]', 'c: Callable[[int], str]', 'd: Literal["x", "y"] = "x"', 'e: ClassVar[int] = 3'], ['a: null', 'b: Tuple[[int, ?]]', 'c: Callable[[[int], str]]', 'd: Literal[["x", "y"]] = "x"', 'e: ClassVar[int] = #3']],
  ['one value for several names', ['a = b = c()'], ['a = c()', 'b = c()']],
  ['names side by side', ['a, b = 1, 2', 'c, d = f()', '(e, f) = (3, 4)', 'g, *h = 1, 2'], ['a = #1', 'b = #2', 'c = ?', 'd = ?', 'e = #3', 'f = #4', 'g = ?']],
  ['a value that is added to', ['__table_args__ += (Index("i"),)'], ['__table_args__ = (__table_args__ + [Index("i")])']],
  ['a walrus', ['x = (n := Column(Integer))'], ['x = Column(Integer)']],
  ['what is no member', ['"""Doc."""', 'pass', 'a.b = 1', 'register(1)', 'import os', '...'], ['("""Doc.""")', '(pass)', '(a.b = 1)', '(register(1))', '(import os)', '(...)']],
  ['a method', ['def f(self): return 1'], ['def f => #1']],
  ['an async method', ['async def f(self): return 1'], ['def f => #1']],
  ['decorators', ['@declared_attr', '@other(1)', 'def __table_args__(cls):', '  return (Index("i"),)'], ['@declared_attr @other(#1) def __table_args__ => [Index("i")]']],
  ['a dotted decorator', ['@orm.declared_attr.directive', 'def x(cls): return y'], ['@orm.declared_attr.directive def x => y']],
  ['conditions', ['if PG:', '  a = 1', 'elif X:', '  b = 2', 'else:', '  c = 3', '  def d(self): return 4', 'e = 5'], ['? a = #1', '? b = #2', '? c = #3', '? def d => #4', 'e = #5']],
  ['a try', ['try:', '  a = 1', 'except E:', '  b = 2', 'finally:', '  c = 3'], ['? a = #1', '? b = #2', '? c = #3']],
  ['a loop, a with and a match', ['for i in x: a = 1', 'with y: b = 2', 'match z:', '  case 1:', '    c = 3'], ['? a = #1', 'b = #2', '? c = #3']],
  ['comments', ['# one', 'a = 1  # two', '# three'], ['a = #1']],
  ['Python 2', ['print "making", __name__', 'id = 1', 'exec "x"', 'name = 0777'], ['(print "making", __name__)', 'id = #1', '(exec "x")', 'name = #777']],
  ['a type statement', ['type X = int', 'a = 1'], ['(type X = int)', 'a = #1']],
];

const CLASSES: readonly (readonly [string, string, readonly string[]])[] = [
  ['no parentheses', 'class A: pass', ['A()', '(pass)']],
  ['a body on one line', 'class A(Base): id = 1; name = 2', ['A(Base)', 'id = #1', 'name = #2']],
  ['keywords', 'class A(SQLModel, Generic[T], *mixins, table=True, **kw): x: int', ['A(SQLModel, Generic[T], ...mixins, table=true, **kw)', 'x: int']],
  ['calls as bases', 'class A(declarative_base(), db.Model): pass', ['A(declarative_base(), db.Model)', '(pass)']],
  ['type parameters', 'class A[T](Base):\n  x: T', ['A(Base)', 'x: T']],
  ['decorators', '@dataclass\n@registry.mapped(kw_only=True)\nclass A:\n  id: int = field(default=0)', ['@dataclass @registry.mapped() A()', 'id: int = field()']],
  ['nested', 'class A:\n  x = 1\n  class B(C):\n    y = 2\n    class D: z = 3\n  @e\n  class F: pass\n', ['A()', 'x = #1', '(class B(C):)', '(@e)', 'inner A.B(C)', 'y = #2', '(class D: z = 3)', 'inner A.B.D()', 'z = #3', '@e inner A.F()', '(pass)']],
  ['in a function', 'def make(db):\n  class User(db.Model):\n    class Meta: x = 1\n  return User', ['inner User(db.Model)', '(class Meta: x = 1)', 'inner User.Meta()', 'x = #1']],
  ['under a condition', 'if X:\n  class A: x = 1\nelse:\n  class A: y = 2', ['A()', 'x = #1', 'A()', 'y = #2']],
];

describe('classes of Python', () => {
  for (const [title, lines, expected] of MEMBERS) it(`members: ${title}`, () => assert.deepEqual(membersIn(...lines), expected));
  for (const [title, text, expected] of CLASSES) it(title, () => assert.deepEqual(classesIn(text), expected));

  it('arguments of calls in annotations and values are there', () => {
    const text = body('x: Annotated[int, mapped_column(index=True)] = mapped_column("y", unique=True)');
    const [member] = pythonOf(text).classes[0]?.members ?? [];
    assert.equal(member?.kind, 'assign');
    assert.equal(slice(text, member), text.slice(text.indexOf('x:'), -1));
    assert.deepEqual(pythonOf(text).calls.map((call) => slice(text, call)), ['mapped_column(index=True)', 'mapped_column("y", unique=True)']);
  });

  it('spans hold decorators, bodies what is in them', () => {
    const text = '@one\nclass A(B):\n  """Doc."""\n  @two\n  def f(self): pass\n\n\nx = 1\n';
    const [host] = pythonOf(text).classes;
    assert.ok(host !== undefined);
    assert.equal(slice(text, host), text.slice(0, text.indexOf('\n\n')));
    assert.equal(text.slice(host.bodySpan.start, host.bodySpan.end), text.slice(text.indexOf('"""'), text.indexOf('\n\n')));
    assert.equal(text.slice(host.members[1]?.span.start, host.members[1]?.span.end), '@two\n  def f(self): pass');
  });
});

const BELOW = '\nclass B(Base):\n    z = 1\n';
const B = ['B(Base)', 'z = #1'];
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  ['an open annotation', `class A(Base):\n    x = 1\n    y: Mapped[${BELOW}`, ['A(Base)', 'x = #1', '(y)', ...B]],
  ['an open call in the middle', `class A(Base):\n    x = Column(\n    y = Column(Int)\n    def f(self): return 1\n${BELOW}`, ['A(Base)', '(x)', 'y = Column(Int)', 'def f => #1', ...B]],
  ['an open call at the end', `class A(Base):\n    y = 2\n    x = Column(String, in\n${BELOW}`, ['A(Base)', 'y = #2', '(x)', ...B]],
  ['a keyword without a value', `class A(Base):\n    x = Column(Integer, index=)\n    y = 2\n${BELOW}`, ['A(Base)', 'x = Column(Integer, index)', 'y = #2', ...B]],
  ['a value that is not there yet', `class A(Base):\n    x: Mapped[int] =\n    y = 2\n${BELOW}`, ['A(Base)', '(x)', 'y = #2', ...B]],
  ['half a method', `class A(Base):\n    y = 2\n    def f(self\n${BELOW}`, ['A(Base)', 'y = #2', '(d)', ...B]],
  ['a body that is not there yet', `class A(Base):\n    y = 2\n    def f(self):\n${BELOW}`, ['A(Base)', 'y = #2', 'def f => ', ...B]],
  ['an open text', `class A(Base):\n    y = 2\n    x = Column("abc)\n    w = 3\n${BELOW}`, ['A(Base)', 'y = #2', '(x)', 'w = #3', ...B]],
  ['an open tuple of arguments', `class A(Base):\n    __table_args__ = (\n        Index("i", "a"),\n    y = 2\n${BELOW}`, ['A(Base)', '(_)', 'y = #2', ...B]],
  ['half a header', `class A(Base\n    x = 1\n${BELOW}`, B],
  ['a dot', `class A(Base):\n    x = db.\n    y = 2\n${BELOW}`, ['A(Base)', '(x)', 'y = #2', ...B]],
  ['no body yet', 'class A(Base):\n\nx = 1\n', ['A(Base)']],
  ['no name yet', 'class\nx = 1\n', []],
];

describe('half-typed classes of Python', () => {
  for (const [title, text, expected] of BROKEN) it(title, () => assert.deepEqual(classesIn(text), expected));

  const FILE = '@reg\nclass A(Base, x=1):\n    """Doc."""\n    id: Mapped[Optional["B"]] = mapped_column(index=True, name="i")\n    if x:\n        a, b = c = 1, 2\n    @d\n    def f(cls): return (1,)\n\n    class Meta: pass\n\nclass B(A): y: int; z = 2\n';

  it('any part of a class gives an outline', () => {
    for (let start = 0; start <= FILE.length; start += 5) for (let end = start; end <= FILE.length; end += 5) assert.ok(classesIn(FILE.slice(start, end)).length >= 0);
  });

  it('deep nesting neither overflows nor takes long', () => {
    const before = processorTime();
    const nested = (open: string, depth: number, inner: string) => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}${open}\n`).join('') + `${' '.repeat(depth)}${inner}\n`;
    // The grammar gives up at some 500 blocks in one another.
    assert.ok(pythonOf(nested('class A:', 1200, 'x = 1')).classes.length > 100);
    assert.deepEqual(membersIn(`x: ${'Optional['.repeat(3000)}int${']'.repeat(3000)}`).length, 1);
    assert.equal(classesIn(`class A:\n ${nested('if x:', 300, 'x = 1').replaceAll('\n', '\n ')}`).length, 2);
    assert.equal(membersIn(`${'a = '.repeat(3000)}1`).length > 0, true);
    assert.ok(processorTime() - before < 4000);
  });
});
