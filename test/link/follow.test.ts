import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileFacts } from '../../server/src/facts/file.ts';
import { programPrint } from '../../server/src/facts/program.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { followed } from '../../server/src/link/follow/classes.ts';
import { isOpen, previewOf } from '../../server/src/link/follow/shape.ts';
import { worldOf } from '../../server/src/link/follow/world.ts';
import { syntax } from '../lang/support.ts';

const programIn = (text: string) => {
  const outline = readOutline({ path: 'a.py', languageId: 'python', text }, syntax);
  const program = outline.program?.();
  assert.ok(program !== undefined);
  return { imports: outline.imports, program };
};

/** What a function `f` of a file gives, with marks for what is not known. */
function given(text: string): string {
  const facts: FileFacts = { path: 'a.py', exports: [], aliases: [], models: [], statements: [], queries: [], unread: [], suppressions: [], problems: [], ...programIn(text) };
  const world = worldOf(new Map([['a.py', facts]]), () => null);
  const fn = facts.program?.functions.find(({ name }) => name === 'f');
  assert.ok(fn !== undefined);
  const { gives } = followed(world, 5_000, () => ({ v: 'function', file: 'a.py', fn, self: null, owner: null }));
  return gives.v === 'text' ? `${isOpen(gives.parts) ? 'open ' : ''}${previewOf(gives.parts)}` : gives.v;
}

/** Function bodies, and the text that they give. */
const TEXTS: Readonly<Record<string, string>> = {
  'return "a" "b" + f"c{1 + 1}"': 'abc2',
  'return "%s-%d-%%" % ("x", 3)': 'x-3-%',
  'return "%(a)s" % {"a": "x"}': 'x',
  'return "{} {b}".format("x", b="y")': 'x y',
  'return ", ".join(x + "!" for x in ["a", "b"] if x != "a")': 'b!',
  'return ", ".join("?" * 3)': '?, ?, ?',
  'items = []\n    for key in {"a": 1, "b": 2}:\n        items.append(key)\n    return ",".join(items)': 'a,b',
  'items = ["a"]\n    items += ["b"]\n    items.extend(("c",))\n    return "".join(items)': 'abc',
  'd = {"a": "x"}\n    d["b"] = "y"\n    d.update(c="z")\n    return d["a"] + d.get("b", "?") + d["c"] + d.get("no", "n")': 'xyzn',
  'a, b = "x__in".rsplit("__", 1)\n    return b + a': 'inx',
  'key = "name__gt"\n    return key[:-4] if key.endswith("__gt") else key': 'name',
  'return "aXb".replace("X", "-").upper().lower().strip("b")': 'a-',
  'return "".join(map(str, (1, 2)))': '12',
  'return " ".join(f"{i}{x}" for i, x in enumerate(["a", "b"]))': '0a 1b',
  'x = None\n    return "a" if x is None else "b"': 'a',
  'def g(): pass\n    return "a" if not [] and "x" in "xy" and 2 > 1 else "b"': 'a',
  'try:\n        x = "a"\n    except ValueError:\n        x = x + "b"\n    return x': 'ab',
  'with open("x") as y:\n        return "a" if isinstance("s", str) and not isinstance("s", (list, tuple)) else "b"': 'a',
  'return g("a", *["b"], **{"c": "d"})': 'abd',
  'return Thing("x").label()': 'x of t',
  'return Thing.kind + Thing("y").name + getattr(Thing, "missing", "-")': 'ty-',
  'return next(iter(gen()))': 'one',
};

describe('code that is followed', () => {
  for (const [body, text] of Object.entries(TEXTS)) {
    it(body.replaceAll('\n', ' '), () => {
      assert.equal(given(`def g(a, b, c="-"):\n    return a + b + c\n\ndef gen():\n    yield "one"\n\nclass Base:\n    kind = "t"\n    def label(self):\n        return self.name + " of " + self.kind\n\nclass Thing(Base):\n    def __init__(self, name):\n        super().__init__()\n        self.name = name\n    def label(self):\n        return super().label()\n\ndef f():\n    ${body}\n`), text);
    });
  }

  it('what only one way adds is there sometimes; two ways that differ are not known', () => {
    assert.equal(given('def f(x=None):\n    sql = "a"\n    if x:\n        sql += " b"\n    return sql\n'), 'a b');
    assert.equal(given('def f(x=None):\n    if x:\n        sql = "a"\n    else:\n        sql = "b"\n    return sql\n'), 'unknown');
  });

  it('a name that is not known leaves a text open, a value does not', () => {
    assert.equal(given('def f(t):\n    return f"SELECT * FROM {t}"\n'), 'open SELECT * FROM \uFFFC');
    assert.equal(given('def f(n):\n    return f"SELECT * FROM t LIMIT {n}"\n'), 'SELECT * FROM t LIMIT \uFFFC');
    assert.equal(given('def f(**k):\n    return "SELECT * FROM t WHERE " + " AND ".join(f"{x} = ?" for x in k)\n'), 'open SELECT * FROM t WHERE \uFFFC = ?');
  });

  it('is the same data wherever the code stands', () => {
    const code = 'class A(B):\n    x = ["a", ("b", 1)]\n    def f(self, *a, k=1, **b):\n        for i, j in a[1:]:\n            self.y = f"{i} {j!r}"\n        return {**b, "c": k}\n';
    const [one, other] = [programIn(code).program, programIn(`# moved\n\n${code}`).program];
    assert.equal(programPrint(one), programPrint(other));
    assert.deepEqual(JSON.parse(JSON.stringify(one)), one);
    assert.notDeepEqual(one.places, other.places);
  });

  it('survives half-typed code of every kind', () => {
    const code = 'class A(B, metaclass=M):\n    x: int = [1, {"a": (2,)}]\n    @deco\n    def f(self, a, *b, c=1, **d):\n        if a and not b: return [i for i in c if i][1:-1]\n        elif x is not None: y += "z" % (1, 2)\n        else:\n            with a as b, c: raise E\n';
    for (let end = 0; end <= code.length; end += 3) { const { program } = programIn(code.slice(0, end)); assert.ok(program.places.every(({ start, end: to }) => start <= to && to <= end)); }
  });
});
