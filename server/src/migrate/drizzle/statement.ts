import type { Dialect } from '../../facts/dialect.ts';
import type { KitIndex, KitKey } from './kit-index.ts';

/** The two ways drizzle-kit prints: 0.x always names the method and the place of NULLs of a descending key; 1.0 only what is not the default. */
export type KitMajor = 0 | 1;

/** The CREATE INDEX statement as drizzle-kit prints it, with its semicolon. */
export function kitStatement(index: KitIndex, dialect: Dialect, major: KitMajor): string {
  const create = index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
  const where = index.where === null ? '' : ` WHERE ${index.where}`;
  if (dialect === 'sqlite') return `${create} ${tick(index.name)} ON ${tick(index.table)} (${index.keys.map(sqliteKey).join(',')})${where};`;
  const table = index.schema === null ? quote(index.table) : `${quote(index.schema)}.${quote(index.table)}`;
  const method = major === 1 && index.method === 'btree' ? '' : ` USING ${index.method}`;
  const include = index.include.length === 0 ? '' : ` INCLUDE (${index.include.map(quote).join(',')})`;
  const nulls = index.nullsNotDistinct ? ' NULLS NOT DISTINCT' : '';
  return `${create} ${quote(index.name)} ON ${table}${method} (${index.keys.map((key) => postgresKey(key, major)).join(',')})${include}${nulls}${where};`;
}

/** DROP INDEX as drizzle-kit prints it; 1.0 says IF EXISTS on SQLite. */
export function kitDrop(index: KitIndex, dialect: Dialect, major: KitMajor): string {
  if (dialect === 'sqlite') return `DROP INDEX ${major === 1 ? 'IF EXISTS ' : ''}${tick(index.name)};`;
  return `DROP INDEX ${index.schema === null ? '' : `${quote(index.schema)}.`}${quote(index.name)};`;
}

const sqliteKey = (key: KitKey): string => (key.isExpression ? key.value : tick(key.value));

function postgresKey(key: KitKey, major: KitMajor): string {
  const opclass = key.opclass === null ? '' : ` ${key.opclass}`;
  return (key.isExpression ? key.value : quote(key.value)) + opclass + (key.asc ? '' : ' DESC') + nullsOf(key, major);
}

function nullsOf(key: KitKey, major: KitMajor): string {
  const usual = key.asc ? 'last' : 'first';
  if (key.nulls === usual && (major === 1 || key.asc)) return '';
  return key.nulls === 'first' ? ' NULLS FIRST' : ' NULLS LAST';
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const tick = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
