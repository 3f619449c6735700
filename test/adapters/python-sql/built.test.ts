import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { condition } from '../sql-drivers/support.ts';
import { readPython } from './support.ts';

interface Case { readonly title: string; readonly text: string; /** The condition of each statement. */ readonly reads: readonly string[] }

/** Texts that are put together over several lines. */
const CASES: readonly Case[] = [
  { title: 'one of two', reads: ['a = ? and d = 1', 'b = ? and c = 1 and d = 1'], text: `
if x:
  s = "SELECT a FROM t WHERE a = ?"
else:
  s = "SELECT a FROM t WHERE b = ?"
  s += " AND c = 1"
s += " AND d = 1"
c.execute(s)` },
  { title: 'one of several, or none', reads: ['a = 1', 'b = 1 and [c = 2]'], text: `
s = None
if x: s = "SELECT a FROM t WHERE a = 1"
elif y:
  s = "SELECT a FROM t WHERE b = 1"
  if z: s += " AND c = 2"
c.execute(s)` },
  { title: 'one that holds at its own place', reads: ['a = 1', 'b = 1', 'a = 1', 'b = 1'], text: `
s = "SELECT a FROM t WHERE a = 1"
c.execute(s)
if x:
  s = "SELECT a FROM t WHERE b = 1"
  c.execute(s)
c.execute(s)` },
  { title: 'another one in a loop', reads: ['a = 1', 'b = 1'], text: `
s = "SELECT a FROM t WHERE a = 1"
c.execute(s)
for x in y:
  s = "SELECT a FROM t WHERE b = 1"
  c.execute(s)` },
  { title: 'a clause in place of nothing', reads: ['[a = ?]'], text: `
w = ""
if x:
  w = "WHERE a = ?"
c.execute(f"SELECT a FROM t {w} ORDER BY a")` },
  { title: 'one of two clauses', reads: ['z = 1 and a = ?', 'z = 1 and b = ?'], text: `
if x:
  w = "AND a = ?"
else:
  w = "AND b = ?"
c.execute(f"SELECT a FROM t WHERE z = 1 {w}")` },
  { title: 'a text in a text', reads: ['1 = 1 and [a = ?] and [b = 1] and [c = ?]'], text: `
s = "SELECT a FROM t WHERE 1 = 1"
if x: s = f"{s} AND a = ?"
if y: s = f"{s} AND b = {1}" + " AND c = ?"
c.execute(s)` },
  { title: 'a text made of itself', reads: ['a = ?'], text: `
s = "SELECT {} FROM t WHERE a = ?"
s = s.format("b")
s = s.strip()
c.execute(s)` },
  { title: 'a loop over texts', reads: ['a = 1', 'b = 1'], text: `
Q = ["SELECT a FROM t WHERE a = 1", "SELECT a FROM t WHERE b = 1"]
for q in Q:
  c.execute(q)` },
  { title: 'a loop over pairs', reads: ['a = ?', 'b = ?'], text: `
for table, column in [("t", "a"), ("u", "b")]:
  c.execute(f"SELECT x FROM {table} WHERE {column} = ?")` },
  { title: 'a loop over lists in a dictionary', reads: ['a = 1', 'b = 1'], text: `
Q = {1: ["SELECT a FROM t WHERE a = 1"], 2: ["SELECT a FROM t WHERE b = 1"]}
for n, qs in sorted(Q.items()):
  for i, q in enumerate(qs): c.execute(q)` },
  { title: 'a loop over what is not known', reads: ['opaque = 1 and b = 2'], text: `
for q in load(): c.execute(q)
for k in keys: c.execute(f"SELECT a FROM t WHERE {k} = 1 AND b = 2")` },
  { title: 'a dictionary by its keys', reads: ['a = 1', 'a = 1', 'b = 1'], text: `
Q = {"x": "SELECT a FROM t WHERE a = 1", "y": "SELECT a FROM t WHERE b = 1"}
c.execute(Q["x"])
c.execute(Q[k])` },
  { title: 'a list by its places', reads: ['b = 1'], text: `
def f():
  q = ["SELECT a FROM t WHERE a = 1", "SELECT a FROM t WHERE b = 1"]
  c.execute(q[1])` },
  { title: 'a class attribute of a base', reads: ['a = 1', 'b = 1'], text: `
class A:
  T = "t"
  Q = "SELECT a FROM t WHERE a = 1"
class B(A):
  def f(self):
    self.db.execute(self.Q)
    self.db.execute(f"SELECT a FROM {self.T} WHERE b = 1")` },
  { title: 'a class that is its own base', reads: [], text: `
class A(A):
  def f(self): self.db.execute(self.Q + " WHERE a = 1")` },
  { title: 'constants that are run elsewhere', reads: ['a = ?', 'b = ?', 'c = 1'], text: `
Q = "SELECT a FROM t WHERE a = %s"
class All:
  B = """
    -- all
    SELECT a FROM t WHERE b = %s"""
L = [("x", "SELECT a FROM t WHERE c = 1")]
HELP = "Select one of these"
HALF = "SELECT a"
def f():
  local = "SELECT a FROM t"` },
  { title: 'a constant that is run here is one statement', reads: ['a = 1 and b = 1'], text: `
Q = "SELECT a FROM t WHERE a = 1"
c.execute(Q + " AND b = 1")` },
  { title: 'placeholders, so many and one more', reads: ['a in (?*)', 'a in (?*)'], text: `
c.execute(f"SELECT a FROM t WHERE a IN ({'?,' * (len(ids) - 1)}?)", ids)
c.execute("SELECT a FROM t WHERE a IN (%s" + ", %s" * (n - 1) + ")")` },
  { title: 'placeholders, mapped', reads: ['a in (?*)'], text: `
c.execute("SELECT a FROM t WHERE a IN (" + ",".join(map(lambda _: "?", ids)) + ")")` },
  { title: 'a condition for each word', reads: ['b = 1 and a = ?'], text: `
c.execute("SELECT a FROM t WHERE b = 1 AND (" + " OR ".join(["a = ?" for w in words]) + ")")` },
  { title: 'bytes', reads: ['a = ?'], text: `
c.execute(f"SELECT a FROM t WHERE a = x'{b.hex()}'")` },
  { title: 'percent signs written twice', reads: ['like and operator = 1 and c = ?'], text: `
import psycopg2
c = psycopg2.connect()
c.execute("SELECT a FROM t WHERE a LIKE 'x%%' AND b %% 2 = 1 AND c=%s")` },
  { title: 'dedent by its name', reads: ['a = 1'], text: `
from textwrap import dedent
c.execute(dedent("""SELECT a FROM t
  WHERE a = 1""").strip())` },
  { title: 'psycopg joins', reads: ['a = ? and b = ? and c in (?*)', 'd = 1'], text: `
from psycopg import sql
q = sql.SQL("SELECT {f} FROM t WHERE {w} AND c IN ({v})").format(f=sql.SQL(",").join(map(sql.Identifier, names)), w=sql.SQL(" AND ").join([sql.SQL("a = %s"), sql.SQL("b = %s")]), v=sql.SQL(", ").join(sql.Placeholder() * n))
c.execute(q)
c.execute(sql.Composed([sql.SQL("SELECT a FROM t WHERE "), sql.Identifier("d"), sql.SQL(" = 1")]))` },
  { title: 'psycopg appends', reads: ['a in (?*) and [b = ?]'], text: `
from psycopg2.sql import SQL, Identifier, Literal
q = SQL("SELECT a FROM {} WHERE a IN ({})").format(Identifier("s", "t"), SQL(",").join(map(Literal, ids)))
if x:
  q += SQL(" AND b = %s")
c.execute(q)` },
  { title: 'a value from a tuple', reads: ['b = 1', 'b = 1 and opaque', 'b = 1 and a = 1'], text: `
w = ""
if x:
  w, args = make()
c.execute("SELECT a FROM t WHERE b = 1 " + w)
w, z = "AND a = 1", 2
c.execute("SELECT a FROM t WHERE b = 1 " + w)` },
  { title: 'a helper with what it takes by default', reads: ['z = 1 and [b = ?]'], text: `
def cond(x, prefix="AND"):
  text = ""
  if x: text = prefix + " b = %s" % x
  return text
def f(x):
  c.execute("SELECT a FROM t WHERE z = 1 " + cond(x))` },
  { title: 'a wrapper that is given it by name', reads: ['a = 1'], text: `
self.run_it(1, sql="SELECT a FROM t WHERE a = 1")
self.run_it(description="SELECT a FROM t")` },
];

describe('texts in Python over several lines', () => {
  for (const { title, text, reads } of CASES) it(title, () => assert.deepEqual(readPython(text).facts.queries.map(({ query }) => condition(query.where)), reads));

  it('a variable with very many values is not known', () => {
    const branches = Array.from({ length: 40 }, (_, index) => `if x == ${index}:\n  s = "SELECT a FROM t WHERE c${index} = 1"`);
    assert.deepEqual(readPython(`${branches.join('\n')}\nc.execute(s)`).facts.queries, []);
  });
});
