import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileFlow, FlowUnit } from '../../server/src/facts/flow.ts';
import { exprText, functionText, stepsText } from './python/flow-text.ts';
import { pythonOf } from './python/support.ts';

const flowOf = (text: string): FileFlow => pythonOf(text).flow?.() ?? assert.fail('no flow');

function unitNamed(text: string, name: string): FlowUnit {
  const { units } = flowOf(text);
  return units.find((unit) => unit.name === name) ?? assert.fail(`no unit ${name} among ${units.map((unit) => unit.name).join(', ')}`);
}

/** The steps of a function with this body. */
const bodyText = (lines: string): string => stepsText(unitNamed(`async def f():\n${lines.split('\n').map((line) => `    ${line}\n`).join('')}`, 'f').fn.body);

describe('expressions', () => {
  const table: readonly (readonly [source: string, told: string])[] = [
    ['f(a, *rest, key=1, **options)', 'f(a, *rest, key=1, **options)'],
    ['session.query(User).filter(User.id == user_id).first()', 'session.query(User).filter(==<User.id, user_id>).first()'],
    ['(await db.execute(q)).scalars().all()', 'await db.execute(q).scalars().all()'],
    ['[f(x) for x in xs]', 'list<f(x) for x in xs>'],
    ['[f(x) async for x in xs if x.ok if x.new for y, *z in x.parts if y]', 'list<f(x) async for x in xs if x.ok if x.new for (y *z) in x.parts if y>'],
    ['{x.id for x in xs}', 'set<x.id for x in xs>'],
    ['{x.id: x for x in xs}', 'dict<x.id: x for x in xs>'],
    ['sum(x.n for x in xs)', 'sum(generator<x.n for x in xs>)'],
    ['{"a": 1, key: 2, **more}', '{a: 1, [key]: 2, **more}'],
    ['[1, -2, 1_000, 1.5, None, True, False]', 'list(1, -2, 1000, 1.5, null, true, false)'],
    ['(1, *b)', 'tuple(1, *b)'],
    ['{1, 2}', 'set(1, 2)'],
    ['a[0]', 'a[0]'], ['a[i, j]', 'a[tuple(i, j)]'], ['a[1:n]', 'a[1:n]'], ['a[:n]', 'a[:n]'], ['a[n:]', 'a[n:]'], ['a[::2]', 'a[:]'], ['a[i:i + 2:2]', 'a[i:+<i, 2>]'],
    ['a if b else c', '(b ? a : c)'],
    ['a and b or c', '((a && b) || c)'],
    ['not a', 'not<a>'], ['-a', '-<a>'], ['a < b <= c', '< <=<a, b, c>'], ['a  not   in b', 'not in<a, b>'], ['a is not None', 'is not<a, null>'],
    ['f"{a.b} and {c!r:>{w}}"', 'template<a.b, c>'], ['"x" f"{a}"', 'template<a>'], ['"x" "y"', '"x"'], ['r"\\d"', '"\\\\d"'], ["b'x'", '"x"'],
    [`"${'x'.repeat(200)}"`, `"${'x'.repeat(80)}"`],
    ['lambda x, *y, z=3: f(x)', '((x, *y, z = 3) {return f(x)})'],
    ['(n := f())', '(n := f())'],
    ['(yield)', 'yield '], ['(yield from xs)', 'yield *xs'],
    ['...', '?'],
  ];
  for (const [source, told] of table) {
    it(source.slice(0, 60), () => {
      const [step] = unitNamed(`value = ${source}\n`, 'value').fn.body;
      // A lambda that a name is given is that function.
      const text = source.startsWith('lambda') ? `(${functionText(unitNamed(`value = ${source}\n`, 'value').fn)})` : step?.s === 'let' ? exprText(step.value) : assert.fail();
      assert.equal(text, told);
    });
  }
});

describe('statements', () => {
  const table: readonly (readonly [source: string, told: string])[] = [
    ['x = y', 'x = y'],
    ['x: list[User] = y', 'x: list[User] = y'],
    ['x: "User" = y', 'x: User = y'],
    ['x: int', ''],
    ['x += y', 'x += y'], ['x //= y', 'x //= y'],
    ['a = b = f()', 'a = f(); b = a'],
    ['self.a = b = f()', 'b = f(); self.a = b'],
    ['self.a = rows[i] = f()', 'self.a = f(); rows[i] = self.a'],
    ['a, (b, *c) = f()', '(a (b *c)) = f()'],
    ['a, *b, c = f()', '(a ? c) = f()'],
    ['self.x.y = rows[i] = 1', 'self.x.y = 1; rows[i] = self.x.y'],
    ['f(x)', 'f(x)'], ['"""text"""', ''], ['pass', ''], ['del x', ''], ['global x', ''], ['import a', ''], ['...', ''],
    ['assert f(x), message', 'f(x)'],
    ['return a, b', 'return tuple(a, b)'], ['return', 'return'],
    ['raise Oops(x) from e', 'throw Oops(x)'], ['raise', 'throw'],
    ['if (n := f()):\n    a()\nelif n > 1:\n    b()\nelse:\n    c()', 'if (n := f()) {a()} else {if ><n, 1> {b()} else {c()}}'],
    ['for i, x in enumerate(xs):\n    if x:\n        break\n    continue\nelse:\n    g()', 'each (i x) in enumerate(xs) {if x {break}; continue} else {g()}'],
    ['async for x in xs:\n    f(x)', 'async each x in xs {f(x)}'],
    ['while f(x):\n    g()\nelse:\n    h()', 'while  in f(x) {g()} else {h()}'],
    ['with Session() as s, lock:\n    f(s)', 's = Session(); lock; {f(s)}'],
    ['async with (a.begin() as (t, u), b):\n    f(t)', '(t u) = a.begin(); b; {f(t)}'],
    ['try:\n    a()\nexcept (A, B) as e:\n    b(e)\nexcept C:\n    c()\nelse:\n    d()\nfinally:\n    e()', 'try {a(); d()} except {b(e)} except {c()} finally {e()}'],
    ['match command:\n    case "go":\n        a()\n    case Point(x=0) if ok:\n        b()\n    case [first, *rest]:\n        c(first)\n    case other:\n        d(other)\n', 'switch command "go" {a()} (? && ok) {b()} ? {first = match<command>; rest = match<command>; c(first)} _ {other = match<command>; d(other)}'],
    ['match f(x):\n    case {"id": key}:\n        g(key)', 'switch f(x) ? {key = ?; g(key)}'],
    ['def inner(x):\n    return f(x)', 'def inner(x) {return f(x)}'],
    ['@wraps(f)\nasync def inner(x):\n    yield x', 'def inner async generator (x) {yield x}'],
    ['class Local:\n    def method(self):\n        f()', 'def Local.method method (self) {f()}'],
    ['x = await g(*[f(y) for y in ys])', 'x = await g(*list<f(y) for y in ys>)'],
  ];
  for (const [source, told] of table) it(source.split('\n')[0] ?? source, () => assert.equal(bodyText(source), told));
});

describe('units', () => {
  const source = `
import x
"""text"""
router = APIRouter()
a, b = 1, 2
twice = lambda n: n * 2
if TYPE_CHECKING:
    from y import z
elif other():
    def guarded(): pass
    LATER = 1
try:
    run()
except Oops:
    pass
@router.get("/posts")
@cached
async def list_posts(db: Session = Depends(get_db), *ids: int, **rest) -> "list[Post]":
    pass
@overload
def twofold(a: int): ...
def twofold(a): return f(a)
@dataclass(frozen=True)
class Post(Base, models.Mixin, Generic[T], make(), table=True):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: "str"
    x = y = Column()
    if DEBUG:
        extra = 1
        def debug(self): pass
    def __init__(self, repo): self.repo = repo
    @property
    def title(self): return self._title
    @title.setter
    def title(self, value): self._title = value
    @functools.cached_property
    def tags(self): return load(self)
    @hybrid_property
    def size(self): return 1
    @size.expression
    def size(cls): return 2
    @staticmethod
    def make(a): return a
    @classmethod
    async def find(cls, key): yield key
    class Meta:
        ordering = 1
        def inner(self): pass
for row in rows():
    use(row)
`;
  it('are the functions and methods by their dotted names, and the module\'s own statements', () => {
    assert.deepEqual(flowOf(source).units.map((unit) => [unit.name, ...unit.fn.flags].join(' ')), [
      'router', '', 'twice', 'guarded', 'LATER', '', 'list_posts async', 'twofold', 'Post.debug method', 'Post.__init__ method constructor', 'Post.title method property', 'Post.title.setter method',
      'Post.tags method property', 'Post.size method property', 'Post.size.expression method', 'Post.make static', 'Post.find async generator classmethod', 'Post.Meta.inner method', '',
    ]);
  });
  it('have a span with the decorators, and offsets from there', () => {
    const unit = unitNamed(source, 'list_posts');
    assert.ok(source.slice(unit.span.start).startsWith('@router.get'));
    assert.equal(source.slice(unit.nameSpan?.start, unit.nameSpan?.end), 'list_posts');
    assert.deepEqual(unit.fn.at, [0, unit.span.end - unit.span.start]);
    assert.deepEqual(unit.fn.decorators.map((decorator) => source.slice(unit.span.start + decorator.at[0], unit.span.start + decorator.at[1])), ['router.get("/posts")', 'cached']);
    assert.equal(functionText(unit.fn), ' async (db: Session = Depends(get_db), *ids: int, **rest) -> list[Post] {}');
  });
  it('classes have bases, fields and decorators', () => {
    const classes = flowOf(source).classes.map(({ name, bases, fields, decorators }) => ({ name, bases: bases.map((path) => path.join('.')), decorators, fields: fields.map((field) => `${field.name}: ${field.type} = ${field.value === null ? null : exprText(field.value)}`) }));
    assert.deepEqual(classes, [
      { name: 'Post', bases: ['Base', 'models.Mixin', 'Generic'], decorators: ['dataclass'], fields: ['__tablename__: null = "posts"', 'id: Mapped[int] = mapped_column(primary_key=true)', 'name: str = null', 'x: null = Column()', 'y: null = Column()', 'extra: null = 1'] },
      { name: 'Post.Meta', bases: [], decorators: [], fields: ['ordering: null = 1'] },
    ]);
  });
  it('a loop has a head that ends before its colon', () => {
    const text = 'def f(xs):\n    for x in (g(xs)) :\n        h(x)\n';
    const [loop] = unitNamed(text, 'f').fn.body;
    assert.equal(loop?.s === 'loop' ? text.slice(...loop.head) : null, 'for x in (g(xs))');
  });
  it('a unit that only moved is equal', () => {
    assert.deepEqual(unitNamed(`# more\nX = 1\n${source}`, 'Post.find').fn, unitNamed(source, 'Post.find').fn);
  });
});

describe('what cannot be read whole', () => {
  it('half-typed code gives what stands around it', () => {
    const broken = 'def f(xs):\n    for x in xs:\n        db.get(x\n\ndef g(ys):\n    for y in ys:\n        h(y)\n';
    assert.equal(functionText(unitNamed(broken, 'g').fn), '(ys) {each y in ys {h(y)}}');
    assert.equal(bodyText('a = \nb = f()'), 'b = f()');
    assert.equal(bodyText('user.\nb = f()').endsWith('b = f()'), true);
  });
  it('deep nesting and long files end', () => {
    const deep = `${'('.repeat(4000)}x${')'.repeat(4000)}`;
    assert.ok(flowOf(`value = ${deep}\n`).units.length <= 1);
    assert.ok(exprText(flowDeep(`value = ${'f('.repeat(900)}${')'.repeat(900)}\n`)).includes('?'));
    const blocks = Array.from({ length: 95 }, (_, index) => `${' '.repeat(index)}if a:\n`).join('');
    assert.equal(flowOf(`${blocks}${' '.repeat(95)}f()\n`).units.length, 1);
    const many = flowOf('x = [1, 2, 3, 4, 5, 6, 7, 8, 9]\n'.repeat(40_000));
    assert.ok(many.units.length > 1000 && many.units.length < 40_000);
  });
});

function flowDeep(text: string) {
  const [step] = unitNamed(text, 'value').fn.body;
  return step?.s === 'let' ? step.value : assert.fail();
}
