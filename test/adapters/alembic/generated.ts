import { revision } from './history.ts';
import type { Files } from './real.ts';

/** A history that nobody wrote: valid on an empty database, since what is there is kept account of. Two branches work on tables of their own and are merged. */
export function generatedHistory(seed: number, revisions: number, dialect: 'postgresql' | 'sqlite'): Files {
  const random = new Random(seed);
  const files: Record<string, string> = {};
  const branches = [new Account('l', dialect, random), new Account('r', dialect, random)];
  const heads: (string | null)[] = [null, null];
  let merged: string | null = null;
  for (let count = 0; count < revisions; count++) {
    const id = `g${String(count).padStart(3, '0')}`;
    if (count % 10 === 9 && heads[0] !== null && heads[1] !== null) {
      files[`alembic/versions/${id}_merge.py`] = revision(id, `('${heads[0]}', '${heads[1]}')`, 'pass', { typed: random.chance(2), ...(random.chance(2) ? { head: 'from typing import Sequence, Union' } : { head: 'from typing import *' }) });
      heads.fill(id);
      merged = id;
      continue;
    }
    const side = random.below(2);
    const account = branches[side];
    const down = heads[side] ?? merged;
    const body = Array.from({ length: 1 + random.below(4) }, () => account?.step() ?? 'pass').join('\n');
    files[`alembic/versions/${id}_${side}.py`] = revision(id, down === null || down === undefined ? 'None' : `'${down}'`, body);
    heads[side] = id;
  }
  return files;
}

class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** mulberry32. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit | 0;
  }

  chance(of: number): boolean {
    return this.below(of) === 0;
  }

  one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

interface Known { name: string; readonly columns: string[]; readonly indexes: Map<string, readonly string[]>; readonly uniques: Map<string, readonly string[]>; readonly foreign: Map<string, string> }

const TYPES = ['sa.Integer()', 'sa.Integer', 'sa.String(length=20)', 'sa.String(9)', 'sa.Text()', 'sa.Boolean()', 'sa.DateTime()', 'sa.DateTime(timezone=True)', 'sa.Numeric(8, 2)', 'sa.BigInteger()', 'sa.Float()', 'sa.Date()'];

/** What one branch's tables are like, and what may be done to them next. */
class Account {
  readonly #prefix: string;
  readonly #dialect: 'postgresql' | 'sqlite';
  readonly #random: Random;
  readonly #tables: Known[] = [];
  #serial = 0;

  constructor(prefix: string, dialect: 'postgresql' | 'sqlite', random: Random) {
    [this.#prefix, this.#dialect, this.#random] = [prefix, dialect, random];
  }

  #name(kind: string): string {
    return `${this.#prefix}_${kind}${++this.#serial}`;
  }

  step(): string {
    if (this.#tables.length < 3) return this.#create();
    const table = this.#random.one(this.#tables);
    const steps = [() => this.#create(), () => this.#add(table), () => this.#add(table), () => this.#index(table), () => this.#index(table), () => this.#index(table), () => this.#dropIndex(table), () => this.#unique(table), () => this.#dropUnique(table), () => this.#foreign(table), () => this.#dropForeign(table), () => this.#alter(table), () => this.#renameColumn(table), () => this.#dropColumn(table), () => this.#renameTable(table), () => this.#dropTable(table)];
    return this.#random.one(steps)();
  }

  /** By a batch: always on SQLite, whose ALTER TABLE knows little. */
  #batched(table: Known, call: string, plain: string): string {
    return this.#dialect === 'sqlite' || this.#random.chance(3) ? `with op.batch_alter_table('${table.name}') as batch_op:\n    batch_op.${call}` : plain;
  }

  #create(): string {
    const table: Known = { name: this.#name('t'), columns: ['id'], indexes: new Map(), uniques: new Map(), foreign: new Map() };
    const parts = [this.#random.chance(2) ? "sa.Column('id', sa.Integer(), primary_key=True)" : "sa.Column('id', sa.Integer(), nullable=False)"];
    const atEnd = parts[0]?.includes('nullable') === true ? ["sa.PrimaryKeyConstraint('id')"] : [];
    for (let count = 0; count < 2 + this.#random.below(3); count++) {
      const column = this.#name('c');
      const indexed = this.#random.chance(5);
      parts.push(`sa.Column('${column}', ${this.#random.one(TYPES)}${this.#random.one(['', ', nullable=False', ', nullable=True'])}${indexed ? ', index=True' : ''})`);
      table.columns.push(column);
      if (indexed) table.indexes.set(`ix_${table.name}_${column}`, [column]);
    }
    if (this.#random.chance(3)) { const name = this.#name('uq'); const columns = [table.columns[1] ?? 'id', table.columns[2] ?? 'id']; table.uniques.set(name, columns); atEnd.push(`sa.UniqueConstraint('${columns.join("', '")}', name='${name}')`); }
    this.#tables.push(table);
    return `op.create_table('${table.name}',\n    ${[...parts, ...atEnd].join(',\n    ')}\n)`;
  }

  #add(table: Known): string {
    const column = this.#name('c');
    table.columns.push(column);
    const made = `sa.Column('${column}', ${this.#random.one(TYPES)}, nullable=True)`;
    return this.#batched(table, `add_column(${made})`, this.#random.chance(3) ? `op.execute('ALTER TABLE ${table.name} ADD COLUMN ${column} integer')` : `op.add_column('${table.name}', ${made})`);
  }

  #some(table: Known): readonly string[] {
    const first = this.#random.one(table.columns);
    const second = this.#random.one(table.columns);
    return first === second ? [first] : [first, second];
  }

  #index(table: Known): string {
    const name = this.#name('ix');
    const columns = this.#some(table);
    table.indexes.set(name, columns);
    const list = `['${columns.join("', '")}']`;
    // A batch that copies a table copies what SQLAlchemy reflects: directions and expressions are not in it.
    const special = this.#dialect === 'sqlite' ? [] : [`op.create_index('${name}', '${table.name}', [sa.text('${columns[0] ?? 'id'} DESC')])`, `op.create_index('${name}', '${table.name}', ${list}, postgresql_where=sa.text('${columns[0] ?? 'id'} IS NOT NULL'))`, `op.execute("CREATE INDEX ${name} ON ${table.name} (${columns.join(', ')})")`];
    return this.#random.one([`op.create_index('${name}', '${table.name}', ${list}, unique=False)`, `op.create_index(op.f('${name}'), '${table.name}', columns=${list})`, `with op.batch_alter_table('${table.name}', schema=None) as batch_op:\n    batch_op.create_index('${name}', ${list})`, `for table, columns in (('${table.name}', ${list}),):\n    op.create_index('${name}', table, columns)`, ...special]);
  }

  #dropIndex(table: Known): string {
    const [name] = table.indexes.keys();
    if (name === undefined) return this.#add(table);
    table.indexes.delete(name);
    return this.#random.one([`op.drop_index('${name}', table_name='${table.name}')`, `op.drop_index('${name}', '${table.name}')`, `op.drop_index('${name}')`, `op.execute('DROP INDEX ${name}')`]);
  }

  #unique(table: Known): string {
    const name = this.#name('uq');
    const columns = this.#some(table);
    if ([...table.uniques.values()].some((other) => other.join() === columns.join()) || columns.join() === 'id') return this.#index(table);
    table.uniques.set(name, columns);
    const list = `['${columns.join("', '")}']`;
    return this.#batched(table, `create_unique_constraint('${name}', ${list})`, `op.create_unique_constraint('${name}', '${table.name}', ${list})`);
  }

  #dropUnique(table: Known): string {
    const [name] = table.uniques.keys();
    if (name === undefined) return this.#add(table);
    table.uniques.delete(name);
    return this.#batched(table, `drop_constraint('${name}', type_='unique')`, `op.drop_constraint('${name}', '${table.name}', type_='unique')`);
  }

  #foreign(table: Known): string {
    const target = this.#random.one(this.#tables);
    const [name, column] = [this.#name('fk'), this.#name('c')];
    if (target === table) return this.#add(table);
    table.columns.push(column);
    table.foreign.set(name, target.name);
    const added = this.#batched(table, `add_column(sa.Column('${column}', sa.Integer()))`, `op.add_column('${table.name}', sa.Column('${column}', sa.Integer()))`);
    return `${added}\n${this.#batched(table, `create_foreign_key('${name}', '${target.name}', ['${column}'], ['id'], ondelete='CASCADE')`, `op.create_foreign_key('${name}', '${table.name}', '${target.name}', ['${column}'], ['id'], ondelete='CASCADE')`)}`;
  }

  #dropForeign(table: Known): string {
    const [name] = table.foreign.keys();
    if (name === undefined) return this.#add(table);
    table.foreign.delete(name);
    return this.#batched(table, `drop_constraint('${name}', type_='foreignkey')`, `op.drop_constraint('${name}', '${table.name}', type_='foreignkey')`);
  }

  #free(table: Known): string | null {
    const used = new Set([...table.indexes.values(), ...table.uniques.values()].flat());
    return table.columns.find((column) => column !== 'id' && !used.has(column)) ?? null;
  }

  #alter(table: Known): string {
    const column = this.#free(table);
    if (column === null) return this.#add(table);
    return this.#batched(table, `alter_column('${column}', nullable=True)`, `op.alter_column('${table.name}', '${column}', nullable=True)`);
  }

  #renameColumn(table: Known): string {
    const column = this.#free(table);
    if (column === null || table.foreign.size > 0) return this.#add(table);
    const to = this.#name('c');
    table.columns.splice(table.columns.indexOf(column), 1, to);
    return this.#batched(table, `alter_column('${column}', new_column_name='${to}')`, `op.alter_column('${table.name}', '${column}', new_column_name='${to}')`);
  }

  #dropColumn(table: Known): string {
    const column = this.#free(table);
    if (column === null || table.foreign.size > 0) return this.#add(table);
    table.columns.splice(table.columns.indexOf(column), 1);
    return this.#batched(table, `drop_column('${column}')`, `op.drop_column('${table.name}', '${column}')`);
  }

  #referred(table: Known): boolean {
    return this.#tables.some((other) => [...other.foreign.values()].includes(table.name));
  }

  #renameTable(table: Known): string {
    if (this.#referred(table)) return this.#add(table);
    const from = table.name;
    table.name = this.#name('t');
    return `op.rename_table('${from}', '${table.name}')`;
  }

  #dropTable(table: Known): string {
    if (this.#tables.length < 4 || this.#referred(table)) return this.#index(table);
    this.#tables.splice(this.#tables.indexOf(table), 1);
    return `op.drop_table('${table.name}')`;
  }
}
