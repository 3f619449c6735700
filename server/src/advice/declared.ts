import type { Declaration, Table } from '../facts/catalog.ts';
import type { Related } from '../facts/finding.ts';
import { tableName } from '../rules/tables.ts';
import { keysText } from '../rules/words/index.ts';
import { count, listOf } from '../rules/words/list.ts';

/** More indexes than this are counted, not listed. */
const listed = 5;

/** Where the table is written down and what it has: `scenes is declared here; it has only its primary key (id)`. */
export function declaredHere(table: Table | undefined): readonly Related[] {
  const place = table === undefined ? undefined : homeOf(table);
  if (table === undefined || place === undefined) return [];
  return [{ role: 'schema', path: place.path, span: place.span, message: `${tableName(table)} is declared here; it has ${indexesText(table)}${doubtText(table)}` }];
}

const homeOf = (table: Table): Declaration | undefined => table.declarations.find((d) => !d.migration) ?? table.declarations[0];

function indexesText(table: Table): string {
  const key = table.indexes.find((index) => index.kind === 'primary-key');
  const others = table.indexes.filter((index) => index !== key);
  const keyText = key === undefined ? null : `its primary key ${keysText(key)}`;
  if (others.length === 0) return keyText === null ? 'no index' : `only ${keyText}`;
  const names = others.slice(0, listed).map((index) => (index.name === null ? keysText(index) : `${index.name} ${keysText(index)}`));
  const rest = others.length - names.length;
  const list = listOf(rest > 0 ? [...names, `${rest} more`] : names);
  const counted = `${count(others.length, 'index', 'indexes')}: ${list}`;
  return keyText === null ? counted : `${keyText} and ${counted}`;
}

/** A table known only in part says so beside its findings, and what was not understood. */
const doubtText = (table: Table): string => (table.confidence === 'high' || table.doubts[0] === undefined ? '' : `; not all of it could be read: ${table.doubts[0]}`);

