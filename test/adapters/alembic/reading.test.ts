import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalog } from '../../../server/src/facts/catalog.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import { cpuTime } from '../../support/cpu-time.ts';
import { workspaceOf } from '../../support/workspace.ts';
import { revision } from './history.ts';
import type { Files } from './real.ts';

function catalogOf(files: Files, dialect: Dialect = 'postgresql'): Catalog {
  const catalogs = workspaceOf(files, { dialect }).snapshot().catalogs();
  const [catalog] = catalogs;
  assert.ok(catalog !== undefined && catalogs.length === 1, `${catalogs.length} catalogs`);
  return catalog;
}

const TABLE = "op.create_table('t', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('a', sa.Integer()), sa.Column('b', sa.Text()))";

const read = (body: string, more: Parameters<typeof revision>[3] = {}, dialect: Dialect = 'postgresql'): Catalog => catalogOf({ 'alembic/versions/a.py': revision('a', 'None', `${TABLE}\n${body}`, more) }, dialect);

/** `name(keys)` of the indexes on a table beside its primary key, and its doubts. */
function told(catalog: Catalog, table = 't'): readonly string[] {
  const found = catalog.tables.get(table);
  return [...(found?.indexes ?? []).filter(({ kind }) => kind !== 'primary-key').map((index) => `${index.name ?? ''}(${index.keys.map(({ expr }) => (expr.kind === 'column' ? expr.column : '…')).join(',')})`), ...(found?.doubts ?? [])];
}

test('the way up alone is read, and SQL in it once', () => {
  const catalog = read("op.execute('CREATE INDEX i ON t (a)')", { tail: "\n    op.execute('CREATE INDEX from_back ON t (b)')\n" });
  assert.deepEqual(told(catalog), ['i(a)']);
  assert.deepEqual([...catalog.tables.keys()], ['t']);
  assert.deepEqual(catalog.problems, []);
});

test('conditions: the dialect is known, what is there already is not asked twice, all else puts the table in doubt', () => {
  const doubt = 'a migration changes it under a condition that is not known';
  const index = (name: string): string => `    op.create_index('${name}', 't', ['a'])`;
  for (const [body, expected] of [
    [`if op.get_bind().dialect.name == "postgresql":\n${index('yes')}\nelse:\n${index('no')}`, ['yes(a)']],
    [`if op.get_context().dialect.name != 'postgresql':\n    return\n${index('yes').trim()}`, ['yes(a)']],
    [`dialect = op.get_bind().dialect.name\nif dialect in ['mysql', 'mariadb'] or dialect == 'sqlite':\n    return\n${index('yes').trim()}`, ['yes(a)']],
    [`if not context.is_offline_mode() and True:\n${index('yes')}`, ['yes(a)']],
    [`existing = {i['name'] for i in sa.inspect(op.get_bind()).get_indexes('t')}\nif 'i' not in existing:\n${index('i')}\nif 'i' not in existing:\n${index('i')}`, ['i(a)']],
    [`if 't' in sa.inspect(op.get_bind()).get_table_names():\n    return\n${index('i').trim()}`, ['i(a)']],
    [`if os.environ.get('FAST'):\n${index('i')}`, ['i(a)', doubt]],
    [`if settings.SKIP:\n    return\n${index('i').trim()}`, ['i(a)', doubt]],
    [`while rows():\n${index('i')}`, ['i(a)', doubt]],
    [`for name in names_of_somebody():\n    op.create_index(name, 't', ['a'])`, ['an index of it is made whose name is known only at run time']],
    [`op.create_index('i', 't', ['a']) if op.get_bind().dialect.name == 'sqlite' else op.create_index('j', 't', ['a'])`, ['j(a)']],
  ] as const) assert.deepEqual(told(read(body)), expected, body);
});

test('loops, helpers and texts are followed as far as they are literal', () => {
  for (const [body, expected, head] of [
    ["for a, b in [('i', 'a'), ('j', 'b')]:\n    op.create_index(a, 't', [b])", ['i(a)', 'j(b)']],
    ["for c in ('a',):\n    op.create_index('i_' + c, 't', [c])\nfor c in ('b',):\n    op.create_index('j_{}'.format(c), 't', [c])", ['i_a(a)', 'j_b(b)']],
    ["for c in COLUMNS:\n    name = 'i_%s' % c\n    op.create_index(name, TABLE, [c])", ['i_a(a)', 'i_b(b)'], "TABLE = 't'\nCOLUMNS = ['a', 'b']"],
    ["index('a', unique=True)", ['i_a(a)'], "def index(column, unique=False, table='t'):\n    op.create_index(f'i_{column}', table, [column], unique=unique)"],
    ["[op.create_index(name, 't', ['a']) for name in ('i',)]", ['an index of it is made whose name is known only at run time']],
    ["op.execute(f'CREATE INDEX {NAME} ON t (a)')", ['i(a)'], "NAME = 'i'"],
    ['op.execute("""CREATE INDEX i ON t (a);\n  CREATE INDEX j ON t (b)""")', ['i(a)', 'j(b)']],
    ["ops = op.get_bind()\nops.execute(sa.text('CREATE INDEX i ON t (a)'))\nops.exec_driver_sql('CREATE INDEX j ON t (b)')", ['i(a)', 'j(b)']],
  ] as const) assert.deepEqual(told(read(body, head === undefined ? {} : { head })), expected, body);
});

test('options of other databases are passed over, and those of this one kept', () => {
  const body = "op.create_index('i', 't', ['b'], postgresql_where=sa.text('a > 0'), sqlite_where=sa.text('a > 1'), mysql_length={'b': 10}, postgresql_using='gin', postgresql_ops={'b': 'gin_trgm_ops'}, postgresql_include=['a'])";
  const indexIn = (dialect: Dialect) => read(body, {}, dialect).tables.get('t')?.indexes.find(({ name }) => name === 'i');
  const postgres = indexIn('postgresql');
  assert.deepEqual([postgres?.method, postgres?.keys[0]?.opclass, postgres?.include, postgres?.where?.kind, postgres?.keys[0]?.prefixLength], ['gin', 'gin_trgm_ops', ['a'], 'compare', undefined]);
  const sqlite = indexIn('sqlite');
  assert.deepEqual([sqlite?.method, sqlite?.keys[0]?.opclass, sqlite?.include, sqlite?.where?.kind], ['btree', undefined, [], 'compare']);
  const mysql = indexIn('mysql');
  assert.deepEqual([mysql?.method, mysql?.where, mysql?.keys[0]?.prefixLength], ['btree', null, 10]);
});

test('what is not read of a table is said of it', () => {
  for (const [body, doubt] of [
    ["op.create_index('i', 't', columns())", 'what the index i is made on is not read'],
    ["op.create_index('i', 't', [something()])", 'what the index i is made on is not read'],
    ["op.add_column('t', column())", 'a column that is added to it is not read'],
    ["op.drop_index(name(), table_name='t')", 'an index of it is dropped whose name is known only at run time'],
  ] as const) assert.deepEqual(told(read(body)), [doubt], body);
  const unknown = read("op.create_table('u', *columns(), sa.Column('x', sa.Integer()))");
  assert.deepEqual(unknown.tables.get('u')?.doubts, ['not all that its migration gives it is read']);
});

test('models that a revision declares for its own use are no models', () => {
  const catalog = read('pass', { head: "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass Old(Base):\n    __tablename__ = 'old'\n    id = sa.Column(sa.Integer, primary_key=True)\n" });
  assert.deepEqual([...catalog.tables.keys()], ['t']);
});

test('a template for several databases: what each of them does', () => {
  const text = `revision = 'a'\ndown_revision = None\nfrom alembic import op\nimport sqlalchemy as sa\ndef upgrade(engine_name):\n    globals()["upgrade_%s" % engine_name]()\ndef upgrade_one():\n    ${TABLE}\ndef upgrade_two():\n    op.create_table('u', sa.Column('id', sa.Integer(), primary_key=True))\ndef downgrade_one():\n    op.drop_table('t')\n`;
  assert.deepEqual([...catalogOf({ 'migrations/versions/a.py': text }).tables.keys()].sort(), ['t', 'u']);
});

const made = (id: string, downs: string, table: string): string => revision(id, downs, `op.create_table('${table}', sa.Column('id', sa.Integer(), primary_key=True))`);
const order = (files: Files): readonly string[] => (catalogOf(files).history ?? []).flatMap((folder) => [`${folder.tool} ${folder.folder}`, ...folder.files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))]);

test('revisions run along their graph, whatever their names: branches, merges, what they depend on, several bases and folders', () => {
  assert.deepEqual(order({ 'm/versions/z.py': made('z', 'None', 'a'), 'm/versions/y.py': made('y', "'z'", 'b'), 'm/versions/a.py': made('a', "'y'", 'c') }), ['alembic m/versions', 'z.py', 'y.py', 'a.py']);
  assert.deepEqual(order({ 'm/versions/m.py': made('m', "('b', 'c')", 'd'), 'm/versions/c.py': made('c', "'x'", 'a'), 'm/versions/b.py': made('b', "'x'", 'b'), 'm/versions/x.py': made('x', 'None', 'c') }), ['alembic m/versions', 'x.py', 'b.py', 'c.py', 'm.py']);
  assert.deepEqual(order({ 'm/versions/a.py': revision('a', 'None', "op.create_index('i', 't', ['id'])", { depends: "('late',)" }), 'm/versions/b.py': revision('b', 'None', TABLE, { labels: "'late'" }) }), ['alembic m/versions', 'b.py', 'a.py']);
  assert.deepEqual(order({ 'm/versions/deep/2.py': made('2', "'1'", 'b'), 'm/versions/1.py': made('1', 'None', 'a') }), ['alembic m/versions', '1.py', '2.py']);
  assert.deepEqual(order({ 'one/versions/1.py': made('1', 'None', 'a'), 'two/versions/2.py': made('2', "'1'", 'b') }), ['alembic one/versions', '1.py', '2.py']);
});

test('what an index that is built CONCURRENTLY stands in', () => {
  const rules = (body: string): readonly string[] => workspaceOf({ 'm/versions/1.py': revision('1', 'None', TABLE), 'm/versions/2.py': revision('2', "'1'", body) }, { dialect: 'postgresql' }).snapshot().findings().filter(({ rule }) => /concurrent/.test(rule)).map(({ rule }) => rule);
  const index = "op.create_index('i', 't', ['a'], postgresql_concurrently=True)";
  assert.deepEqual(rules(index), ['concurrent-in-transaction']);
  assert.deepEqual(rules("op.execute('CREATE INDEX CONCURRENTLY i ON t (a)')"), ['concurrent-in-transaction']);
  assert.deepEqual(rules("op.drop_index('i', 't', postgresql_concurrently=True)"), ['concurrent-in-transaction']);
  assert.deepEqual(rules(`with op.get_context().autocommit_block():\n    ${index}`), []);
  assert.deepEqual(rules(`op.execute('COMMIT')\n${index}`), []);
  assert.deepEqual(rules("op.create_index('i', 't', ['a'])"), ['index-not-concurrent']);
  const again = { 'm/versions/1.py': revision('1', 'None', `${TABLE}\nop.create_index('i', 't', ['a'])`), 'm/versions/2.py': revision('2', "'1'", "op.execute('CREATE INDEX IF NOT EXISTS i ON t (a)')") };
  assert.ok(!workspaceOf(again, { dialect: 'postgresql' }).snapshot().findings().some(({ rule }) => rule === 'index-not-concurrent'), 'it is there already');
});

test('an index that a query needs is not dropped unnoticed', () => {
  const files: Files = { 'm/versions/1.py': revision('1', 'None', `${TABLE}\nop.create_index('i', 't', ['a'])`), 'm/versions/2.py': revision('2', "'1'", "op.drop_index(op.f('i'), table_name='t')"), 'q.sql': 'SELECT id FROM t WHERE a = 1;' };
  assert.ok(workspaceOf(files, { dialect: 'postgresql' }).snapshot().findings().some(({ rule, path }) => rule === 'drop-used-index' && path === 'm/versions/2.py'));
});

test('what is wrong with the graph is told', () => {
  const problems = (files: Files): readonly string[] => catalogOf(files).problems.map(({ path, message }) => `${path}: ${message}`);
  assert.deepEqual(problems({ 'm/versions/a.py': made('a', "'gone'", 'a') }), ['m/versions/a.py: it follows the revision gone, which is in no file']);
  assert.deepEqual(problems({ 'm/versions/a.py': made('a', "'b'", 'a'), 'm/versions/b.py': made('b', "'a'", 'b') }), ['m/versions/a.py: the revision a hangs in a circle', 'm/versions/b.py: the revision b hangs in a circle']);
  assert.deepEqual(problems({ 'm/versions/a.py': made('a', 'None', 'a'), 'm/versions/b.py': made('a', 'None', 'b') }), ['m/versions/b.py: the revision a is in m/versions/a.py too']);
});

test('half-typed, enormous or deep revisions give what can be read of them, in no time', () => {
  assert.deepEqual(told(read("op.create_index('i', 't', ['a'])\nop.create_index('j', 't', ['b'"), 't').slice(0, 1), ['i(a)']);
  const depth = 500;
  const deep = Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}if x${level}:`).join('\n') + `\n${' '.repeat(depth)}op.create_index('i', 't', ['a'])`;
  const many = Array.from({ length: 5000 }, (_, count) => `op.create_index('i${count}', 't', ['a'])`).join('\n');
  const nested = `for a in ${JSON.stringify(Array.from({ length: 300 }, (_, count) => String(count)))}:\n    for b in ${JSON.stringify(Array.from({ length: 300 }, (_, count) => String(count)))}:\n        op.create_index(f'i{a}_{b}', 't', ['a'])`;
  for (const body of [deep, many, nested, `x = ${'('.repeat(3000)}`, `op.execute('''${'CREATE INDEX '.repeat(2000)}`]) {
    const files = { 'alembic/versions/a.py': revision('a', 'None', `${TABLE}\n${body}`) };
    assert.ok(cpuTime(() => { workspaceOf(files, { dialect: 'postgresql' }).snapshot().catalogs(); }) < 8000, body.slice(0, 40));
  }
});
