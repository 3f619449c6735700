import type { TypeClass } from '../../facts/catalog.ts';
import type { Comparison, Rewrite } from './rewrite.ts';
import { isConstant } from './rewrite.ts';

const defaults: ReadonlySet<string> = new Set(['coalesce', 'ifnull', 'nvl']);

/** `coalesce(a, 0) = 5`: `a = 5`, and where the default itself is asked for, the nulls too. */
export function nullRewrite({ side, op, value, column, declared }: Comparison): Rewrite | null {
  if (side.kind !== 'call' || !defaults.has(side.name) || side.args.length !== 2 || side.args[0] !== column || !isConstant(value)) return null;
  const [, fallback] = side.args;
  if (fallback === undefined || fallback.kind !== 'literal') return null;
  const counts = declared.notNull ? false : value.kind === 'literal' ? holds(fallback.value, op, value.value, texts.has(declared.type)) : null;
  if (counts === 'unknown') return null;
  const caution = counts === null ? 'rows without a value count only where the value is the default' : null;
  return { column, tests: [{ op, value: [value] }], orNull: counts === true, caution, act: counts === true ? `ask for ${column.column.column} and for its nulls` : `compare ${column.column.column} itself` };
}

type Value = string | number | boolean | null;

/** Types whose values are what is written. Of all others a value has many forms: `'1970-01-01'` and `'1970-01-01 00:00:00'`. */
const texts: ReadonlySet<TypeClass> = new Set<TypeClass>(['text', 'varchar', 'enum']);

/** Whether the default itself fulfils the condition. How texts are ordered, and which letters are equal, is the database's own business. */
function holds(fallback: Value, op: Comparison['op'], value: Value, isText: boolean): boolean | 'unknown' {
  if (typeof fallback !== typeof value || fallback === null) return 'unknown';
  if (op === '=') return fallback === value ? true : typeof fallback !== 'string' || (isText && isPlainlyOther(fallback, String(value))) ? false : 'unknown';
  if (typeof fallback !== 'number' || typeof value !== 'number') return 'unknown';
  switch (op) {
    case '<': return fallback < value;
    case '<=': return fallback <= value;
    case '>': return fallback > value;
    case '>=': return fallback >= value;
  }
}

/** No collation takes them for equal: other letters, not other cases, accents or blanks at the end. */
const isPlainlyOther = (a: string, b: string): boolean => /^[ -~]*$/.test(a + b) && a.trimEnd().toLowerCase() !== b.trimEnd().toLowerCase();
