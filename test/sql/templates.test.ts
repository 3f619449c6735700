import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { isTemplate, readSqlDocument } from '../../server/src/sql/template/index.ts';
import { cpuTime, parsers, showQuery } from './support.ts';

/** Everything of a file in one line: its queries, its DDL by operation and table, and how many statements are not understood. */
function shown(text: string, dialect: Dialect = 'postgresql'): string {
  const { queries, statements, unread } = readSqlDocument(text, dialect, parsers);
  const ddl = statements.map(({ operation }) => (operation.op === 'unreadable' ? `${operation.table?.name ?? ''}?` : `${operation.op} ${'table' in operation ? (operation.table?.name ?? '') : ''}${'columns' in operation ? `(${(operation.columns ?? []).map((column) => (typeof column === 'string' ? column : column.name)).join()})` : ''}`));
  return [...queries.map(({ query }) => showQuery(query)), ...ddl, ...unread.map(() => 'unread')].join('; ');
}

const CLAUSE = '{a part known only at run time}';
const DYNAMIC = '{known only at run time}';
const H = '\uFFFC';

const TEMPLATES: readonly (readonly [template: string, facts: string])[] = [
  // What is written in the place of a value, a name or a clause.
  ['SELECT * FROM t WHERE a = {{ x }} AND b IN ({{ y | join(",") }}) LIMIT {{n}}', 'select all from t where ((a = ?) and (b in (?*))) limit ?'],
  ['SELECT {{ cols }} FROM t WHERE {{ cond }} ORDER BY {{ col }}', `select unknown from t where ${DYNAMIC} order ${DYNAMIC}`],
  ["SELECT * FROM t WHERE d >= '{{ ds }}' AND e = '${run_date}'", 'select all from t where ((d >= ?) and (e = ?))'],
  ['SELECT * FROM {{ schema }}.users WHERE a = 1; SELECT * FROM {{prefix}}users WHERE a = 1; SELECT * FROM "{{ s }}"."users" WHERE a = 1', 'select all from users where (a = 1); select all from users where (a = 1); unread'],
  ['SELECT * FROM ${schema}.users WHERE a = ${id}; SELECT * FROM ${env}_users', 'select all from users where (a = ?${id}); unread'],
  ['{{ header }}\nSELECT * FROM t WHERE a = 1; SELECT * FROM u WHERE b = 1', `select all from t where ((a = 1) and ${CLAUSE}); select all from u where (b = 1)`],
  // dbt: tables that only its project knows.
  ["{{ config(materialized='table') }}\n{# don't #}\nSELECT * FROM {{ ref('orders') }} o WHERE o.a = 1", 'unread'],
  ["SELECT * FROM t JOIN {{ source('raw', 'orders') }} o ON o.id = t.id", 'unread'],
  ["{% snapshot s %}{{ config(unique_key='id') }} select * from t where a = 1 {% endsnapshot %}", 'select all from t where (a = 1)'],
  ['{% macro m(t) %} AND {{ t }}.a = 1 {% endmacro %} SELECT 1 FROM t WHERE b = 2', 'select 1 from t where (b = 2)'],
  ["{% set q = 'x' %}{% set z %} a = 1 {% endset %}SELECT * FROM t WHERE b = 2 AND {{ z }}", `select all from t where ((b = 2) and ${DYNAMIC})`],
  // Conditions: a text that may be missing is optional, of alternatives and repetitions nothing is known.
  ['SELECT * FROM t WHERE a = 1 {% if x %} AND b = {{ b }} {% endif %} ORDER BY c', 'select all from t where ((a = 1) and ?(b = ?)) order c'],
  ['SELECT * FROM t {%- if w -%} WHERE a = 1 {%- endif %}', 'select all from t where ?(a = 1)'],
  ['SELECT * FROM t WHERE a = 1 {% if x %} AND b = 1 {% else %} AND c = 1 {% endif %} ORDER BY c', `select all from t where ((a = 1) and ${CLAUSE}) order c`],
  ['SELECT * FROM t WHERE a = {% if x %} 1 {% else %} 2 {% endif %}', 'select all from t where (a = ?)'],
  ['SELECT * FROM {% if x %} a {% else %} b {% endif %} WHERE c = 1', 'unread'],
  ['SELECT * FROM t WHERE a = 1 {% for f in fs %} AND {{ f }} = 1 {% endfor %}', `select all from t where ((a = 1) and ${CLAUSE})`],
  ['SELECT * FROM t WHERE a = 1 {{#if b}} AND b = {{b}} {{/if}} {{^c}} AND c = 1 {{/c}} {{! a comment }}', 'select all from t where ((a = 1) and ?(b = ?) and ?(c = 1))'],
  ['SELECT * FROM t WHERE a = 1 {{#if b}} AND b = {{b}} {{else}} AND d = 1 {{/if}}', `select all from t where ((a = 1) and ${CLAUSE})`],
  ['SELECT * FROM t WHERE a = {{{raw}}} {{#each xs}} AND b = {{this}} {{/each}}', `select all from t where ((a = ?) and ${CLAUSE})`],
  ['{{ define "q" }} SELECT * FROM t WHERE a = {{ .A }} {{- if .B }} AND b = {{ .B }} {{ end }} {{ end }}\n{{ define "r" }} SELECT * FROM u WHERE x = 1 {{ end }}', 'select all from t where ((a = ?) and ?(b = ?)); select all from u where (x = 1)'],
  ['{% if x %} SELECT * FROM t WHERE a = 1 {% else %} SELECT * FROM u WHERE b = 1 {% endif %}', 'select all from t where (a = 1); select all from u where (b = 1)'],
  // What is not closed, or closes nothing.
  ['{% if a %} SELECT * FROM t WHERE b = 1', 'select all from t where (b = 1)'],
  ['{% endif %} SELECT * FROM t WHERE b = 1 {{/if}} {{ else }}', 'select all from t where (b = 1)'],
  // DDL: no table of a made-up name, and no certainty of what a condition makes or drops.
  ['CREATE TABLE {{ identifier .Parameters.tableName }} ("id" UUID NOT NULL);', `${H}?`],
  ['CREATE TABLE {{ .Prefix }}users (id int); CREATE INDEX i ON {{ .Prefix }}users (id); CREATE TABLE {{ .Schema }}.posts (id int)', `${H}users?; ${H}users?; create-table posts(id)`],
  ['CREATE TABLE ${S}.users (id int); CREATE TABLE "${S}"."posts" (id int); CREATE INDEX i ON ${S}.users (id);', 'create-table users(id); create-table posts(id); create-index users'],
  ['CREATE TABLE t (a int, {% if x %} b int, {% endif %} c int);\n{% if y %}\nCREATE INDEX i ON t (c);\n{% endif %}\nCREATE TABLE u (id int)', 'create-table t(a,b,c); t?; create-index t; t?; create-table u(id)'],
  ['CREATE TABLE t (a int, {{ more }} c int);', 'create-table t(a,c); t?'],
  ['{{ if .Down }}DROP INDEX i; ALTER TABLE t DROP CONSTRAINT u;{{ end }} DROP INDEX j', '?; t?; drop-index '],
];

for (const [template, expected] of TEMPLATES) {
  test(template, () => {
    assert.equal(isTemplate(template, 'postgresql'), true);
    assert.equal(shown(template), expected);
  });
}

const NONE: readonly string[] = [
  "SELECT '{{1,2},{3,4}}'::int[] FROM t", "INSERT INTO mails (body) VALUES ('Dear {{name}}, {% if x %}hello{% endif %} ${y}')", '-- {{ x }}\nSELECT 1 FROM t', '/* {% if %} */ SELECT 1',
  'SELECT * FROM t WHERE a = ${id} AND b IN (${ids:csv})', "SELECT $${{ x }}$$ FROM t", 'SELECT "a{b}" FROM t WHERE c = $1',
];

for (const text of NONE) test(`no template: ${text}`, () => assert.equal(isTemplate(text, 'postgresql'), false));

test('places are those of the file', () => {
  const text = "{# é #}{% if x %}{% if y %}SELECT * FROM t WHERE a = {{ a }}{% if z %} AND b = 1{% endif %};{% endif %}{% endif %} SELECT 2 FROM u;";
  const spans = readSqlDocument(text, 'sqlite', parsers).queries.map(({ span }) => text.slice(span.start, span.end));
  assert.deepEqual(spans, ['SELECT * FROM t WHERE a = {{ a }}{% if z %} AND b = 1', 'SELECT 2 FROM u']);
});

test('many marks, none closed or all nested, take time in proportion', () => {
  const time = (text: string): number => {
    const start = cpuTime();
    readSqlDocument(text, 'sqlite', parsers);
    return cpuTime() - start;
  };
  for (const piece of ['{{ ', '{% if x %}', '{{#x}}{{/y}}', '{% if x %}SELECT 1;{% endif %}', '{{{', '${a}.']) {
    const few = time(`{{ a }} ${piece.repeat(500)}`);
    assert.ok(time(`{{ a }} ${piece.repeat(5_000)}`) < few * 40 + 500, piece);
  }
});
