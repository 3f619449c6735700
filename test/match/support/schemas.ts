/** One table for most tests, in both dialects: `t`, with rows of every kind of column, and `child` that points at it. */
export const PG = `
  CREATE TABLE t (id bigint PRIMARY KEY, a integer NOT NULL, b integer, name varchar(40) NOT NULL, email text, flag boolean NOT NULL, status varchar(20) NOT NULL, created timestamptz NOT NULL, day timestamp, closed timestamptz, amount integer, data jsonb, tags text[], score numeric);
  CREATE TABLE child (id bigint PRIMARY KEY, t_id bigint NOT NULL REFERENCES t (id), kind text NOT NULL, made timestamptz NOT NULL);`;

export const SQLITE = `
  CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER, name TEXT NOT NULL, email TEXT COLLATE NOCASE, flag INTEGER NOT NULL, status TEXT NOT NULL, created TEXT NOT NULL, closed TEXT, amount INTEGER);
  CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INTEGER NOT NULL REFERENCES t (id), kind TEXT NOT NULL, made TEXT NOT NULL);`;
