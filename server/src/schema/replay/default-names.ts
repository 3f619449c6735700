import type { Expr } from '../../facts/expr.ts';
import type { IndexKey } from '../../facts/schema.ts';
import { clip, MOST_NAME_BYTES } from '../../sql/identifiers.ts';
import type { ReplayState } from './draft.ts';
import { foldName, scopedKey } from './names.ts';

export type NameLabel = 'pkey' | 'key' | 'excl' | 'idx' | 'fkey';

/**
 * The name PostgreSQL gives (makeObjectName and ChooseRelationName in its sources): `table_columns_label`, the longer part cut until
 * it fits, and a number when it is taken.
 */
export function chooseName(state: ReplayState, schema: string | null, table: string, parts: readonly string[], label: NameLabel, taken: (name: string) => boolean = () => false): string {
  for (let pass = 0; ; pass += 1) {
    const name = objectName(table, label === 'pkey' ? '' : addition(parts), pass === 0 ? label : `${label}${String(pass)}`);
    if (!isTaken(state, schema, name) && !taken(name)) return name;
  }
}

const isTaken = (state: ReplayState, schema: string | null, name: string): boolean => {
  const key = scopedKey(schema, name);
  return state.indexNames.has(key) || state.tables.has(key) || state.views.has(key);
};

/** Column names joined, until that is longer than a name may be. */
function addition(parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) {
    joined += (joined === '' ? '' : '_') + clip(part, MOST_NAME_BYTES);
    if (bytes(joined) > MOST_NAME_BYTES) break;
  }
  return joined;
}

function objectName(first: string, second: string, label: string): string {
  const room = MOST_NAME_BYTES - bytes(label) - 1 - (second === '' ? 0 : 1);
  let [one, two] = [bytes(first), bytes(second)];
  while (one + two > room) {
    if (one > two) one -= 1;
    else two -= 1;
  }
  return [clip(first, one), ...(second === '' ? [] : [clip(second, two)]), label].join('_');
}

const encoder = new TextEncoder();
const bytes = (text: string): number => encoder.encode(text).length;

/** What each key contributes to a default name: the column, the function, or `expr`; the second of a name gets a number. */
export function keyNames(keys: readonly IndexKey<string>[], include: readonly string[]): string[] {
  const names: string[] = [];
  for (const name of [...keys.map((key) => nameOf(key.expr) ?? 'expr'), ...include]) {
    let unique = name;
    for (let i = 1; names.includes(unique); i += 1) unique = clip(name, MOST_NAME_BYTES - String(i).length) + String(i);
    names.push(unique);
  }
  return names;
}

/** PostgreSQL's FigureColname. */
function nameOf(expr: Expr<string>): string | null {
  switch (expr.kind) {
    case 'column': return expr.column;
    case 'call': return expr.name;
    case 'collate': return nameOf(expr.arg);
    case 'cast': return nameOf(expr.arg) ?? expr.type.replace(/\[\]$/, '');
    case 'array': return 'array';
    case 'row': return 'row';
    case 'opaque': return foldName(expr.reason) === 'case' ? 'case' : null;
    default: return null;
  }
}

/** `sqlite_autoindex_t_1`: one more than the indexes the table has. */
export const autoIndexName = (table: string, position: number): string => `sqlite_autoindex_${table}_${String(position)}`;
