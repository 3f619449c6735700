import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { condition, line, tables } from '../sql-drivers/support.ts';
import { readPython } from './support.ts';

/** Code, and the condition of each statement that is read from it. */
const TEXTS: readonly (readonly [string, string, readonly string[]])[] = [
  ['a constant', 'Q = "SELECT a FROM t WHERE a = ?"\nc.execute(Q)', ['a = ?']],
  ['a raw string of several lines', 'c.execute(r"""\n  SELECT a FROM t\n  WHERE a = ?""")', ['a = ?']],
  ['strings side by side', 'c.execute("SELECT a FROM t "\n  "WHERE a = ?")', ['a = ?']],
  ['parts that are there sometimes', 's = "SELECT a FROM t WHERE a = ?"\nif x:\n  s += " AND b = ?"\nelse:\n  s = s + " AND c = ?"\nc.execute(s)', ['a = ? and [b = ?] and [c = ?]']],
  ['one name for one statement after the other', 's = "SELECT a FROM t WHERE a = ?"\nc.execute(s)\ns = "SELECT a FROM t WHERE b = ?"\nc.execute(s)', ['a = ?', 'b = ?']],
  ['a list of conditions', 'w = ["a = ?"]\nif x:\n  w.append("b = ?")\nif y: w += ["c = ?"]\nc.execute("SELECT a FROM t WHERE " + " AND ".join(w))', ['a = ? and [b = ?] and [c = ?]']],
  ['a list in an f-string', 'w = ["a = ?"]\nw.extend(["b = ?"])\nif len(w): pass\nq = " AND ".join(w)\nc.execute(f"SELECT a FROM t WHERE {q}")', ['a = ? and b = ?']],
  ['placeholders for a list', 'm = ",".join(["?"] * len(ids))\nc.execute(f"SELECT a FROM t WHERE a IN ({m})", ids)', ['a in (?*)']],
  ['placeholders, times', 'c.execute("SELECT a FROM t WHERE a IN (%s)" % ",".join("?" * n), ids)', ['a in (?*)']],
  ['placeholders, one for each', 'c.execute("SELECT a FROM t WHERE a IN ({})".format(", ".join("%s" for _ in ids)), ids)', ['a in (?*)']],
  ['placeholders, cut', 'c.execute("SELECT a FROM t WHERE a IN (" + ("?," * n)[:-1] + ")", ids)', ['a in (?*)']],
  ['%', 'c.execute("SELECT a FROM %s WHERE b LIKE \'x%%\' AND %s = 1" % ("t", "a"))', ['like and a = 1']],
  ['% with names', 'c.execute("SELECT a FROM %(t)s WHERE %(c)s = 1" % {"t": "t", "c": "a"})', ['a = 1']],
  ['format with names', 'c.execute("SELECT a FROM {t} WHERE {c} = 1 AND b = \'{{}}\'".format(t="t", c="a"))', ['a = 1 and b = "{}"']],
  ['dedent', 'import textwrap\nc.execute(textwrap.dedent("""\n  SELECT a FROM t WHERE a = 1"""))', ['a = 1']],
  ['psycopg composes', 'from psycopg2 import sql\nc.execute(sql.SQL("SELECT a FROM t WHERE {} = %s").format(sql.Identifier("a")))\nc.execute(sql.SQL("SELECT a FROM t WHERE b = 1"))', ['a = ?', 'b = 1']],
  ['a class attribute', 'class Q:\n  A = "SELECT a FROM t WHERE a = 1"\nc.execute(Q.A)', ['a = 1']],
  ['by name', 'import pandas as pd\npd.read_sql(sql="SELECT a FROM t WHERE a = 1", con=c)', ['a = 1']],
  ['a helper that gives the text', 'def q(table): return f"SELECT a FROM {table} WHERE a = 1"\nc.execute(q("t"))', ['a = 1']],
  ['parameters of every style', 'c.execute("SELECT a FROM t WHERE a = ? AND b = :b")\nc.execute("SELECT a FROM t WHERE a = %s AND b = %(b)s")\nc.execute("SELECT a FROM t WHERE a = $1")', ['a = ? and b = ?', 'a = ? and b = ?', 'a = ?']],
  ['what is only looked at', 'print("SELECT a FROM t WHERE a = 1")\nlogger.info("SELECT a FROM t")\nassert x == "SELECT a FROM t"', []],
  ['a sentence', 'c.execute("Select a server from the list")', []],
  ['numbers added in a hole', 'c.execute(f"SELECT a FROM t WHERE a = 1 LIMIT {n + 1}")', ['a = 1']],
  ['another kind of database', 'import duckdb\ncon = duckdb.connect()\ncon.execute("SELECT a FROM t WHERE a = 1")', []],
  ['a warehouse by two names', 'from google.cloud import bigquery\nclient = bigquery.Client()\nclient.query("SELECT a FROM t WHERE a = 1")', []],
];

describe('texts in Python', () => {
  for (const [title, text, expected] of TEXTS) it(title, () => assert.deepEqual(readPython(text).facts.queries.map(({ query }) => condition(query.where)), expected));
});

/** How a connection comes to be known, and the dialect that it gives. */
const RECEIVERS: readonly (readonly [string, string])[] = [
  ['import sqlite3\nconn = sqlite3.connect("a.db")\nconn', 'sqlite'],
  ['from sqlite3 import connect as open\nconn = open("a")\ncur = conn.cursor()\ncur', 'sqlite'],
  ['import aiosqlite\nasync def f():\n  async with aiosqlite.connect("a") as db:\n    await db', 'sqlite'],
  ['import psycopg, sqlite3\nwith psycopg.connect(dsn) as conn:\n  with conn.cursor() as cur:\n    cur', 'postgresql'],
  ['import psycopg2.extras, sqlite3\ndef f(conn: psycopg2.extensions.connection):\n  conn', 'postgresql'],
  ['import asyncpg\nfrom x import pool\nasync def f(conn: "asyncpg.Connection"):\n  await conn', 'postgresql'],
  ['import pymysql\nclass A:\n  def __init__(self):\n    self.db = pymysql.connect()\n  def m(self):\n    self.db', 'mysql'],
  ['import MySQLdb as my\nc = my.connect().cursor()\nc', 'mysql'],
  ['import mysql.connector\nc = mysql.connector.connect()\nc', 'mysql'],
  ['import sqlite3, psycopg2\ndef get():\n  return sqlite3.connect("a")\nconn = get()\nconn', 'sqlite'],
  ['from django.db import connection\nwith connection.cursor() as cursor:\n  cursor', 'any'],
  ['from sqlalchemy import create_engine\nengine = create_engine(url)\nwith engine.connect() as c:\n  c', 'any'],
  ['from app.db import conn\nconn', 'any'],
];

describe('connections of Python', () => {
  for (const [before, dialect] of RECEIVERS) {
    it(before.replaceAll('\n', ' '), () => assert.deepEqual(readPython(`${before}.execute("SELECT a FROM t WHERE a = 1")\n`).facts.queries.map((fact) => `${tables(fact)} ${fact.dialect ?? 'any'}`), [`t ${dialect}`]));
  }

  it('says what is made elsewhere only where it is certainly SQL', () => {
    const unread = (text: string) => readPython(text).facts.unread.map(({ reason }) => reason);
    const other = 'x = "SELECT a FROM t"\n';
    assert.deepEqual(unread(`${other}import sqlite3\nc = sqlite3.connect("a")\ndef f(sql): c.execute(sql)`), ['the SQL is made elsewhere']);
    assert.deepEqual(unread(`${other}from sqlalchemy import select\nfrom sqlalchemy.orm import Session\ndef f(s: Session): s.execute(select(U))`), []);
    assert.deepEqual(unread(`${other}def f(task): task.execute(plan)`), []);
  });

  it('one row', () => {
    const text = 'import sqlite3\nc = sqlite3.connect("a")\nc.execute("SELECT a FROM t").fetchone()\nc.execute("SELECT a FROM t").fetchall()';
    assert.deepEqual(readPython(text).facts.queries.map(line), [': select t | one | sqlite | embedded', ': select t | sqlite | embedded']);
  });
});
