import type { BoundColumn, ColumnExpr } from '../../facts/expr.ts';
import { bounds, type Unit } from './periods.ts';
import { type BoundExpr, type Comparison, isMySql, type Rewrite, type Test } from './rewrite.ts';

/** What a calculation makes of a moment: the day, month or year it lies in, told as a date, as a moment, as a number or as a text. */
export interface Period { readonly column: ColumnExpr<BoundColumn>; readonly unit: Unit; readonly told: 'date' | 'moment' | 'number' | 'text' }

const times: ReadonlySet<string> = new Set(['timestamp', 'timestamptz', 'date']);

/** `date(ts) = $1`, `extract(year from ts) = 2024`, `to_char(ts, 'YYYY-MM') = …`: from the start of the period to the start of the next one. */
export function momentRewrite({ side, op, value, declared, dialect }: Comparison): Rewrite | null {
  // SQLite's CAST knows no dates: it makes the number at the beginning of the text.
  const period = dialect === 'sqlite' && side.kind === 'cast' ? null : periodOf(side);
  // SQLite keeps moments as texts, or as numbers, which these functions read otherwise.
  if (period === null || !(dialect === 'sqlite' ? declared.type === 'text' || /date|time/i.test(declared.rawType ?? '') : times.has(declared.type))) return null;
  const found = bounds(period, value, declared.type, dialect);
  if (found === null) return null;
  const caution = dialect === 'sqlite' ? 'if it is kept as ISO text' : declared.type === 'timestamptz' && !isMySql(dialect) ? 'the session’s time zone decides where a day starts' : found.caution;
  return { column: period.column, tests: testsOf(op, found.low, found.next), orNull: false, caution, act: `compare ${period.column.column.column} with a range` };
}

function testsOf(op: Comparison['op'], low: Test['value'], next: Test['value']): readonly Test[] {
  switch (op) {
    case '=': return [{ op: '>=', value: low }, { op: '<', value: next }];
    case '>=': return [{ op: '>=', value: low }];
    case '>': return [{ op: '>=', value: next }];
    case '<': return [{ op: '<', value: low }];
    case '<=': return [{ op: '<', value: next }];
  }
}

const units: Readonly<Record<string, Unit>> = { second: 'second', minute: 'minute', hour: 'hour', day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' };
const formats: Readonly<Record<string, Unit>> = { 'YYYY-MM-DD': 'day', 'YYYY-MM': 'month', YYYY: 'year', '%Y-%m-%d': 'day', '%Y-%m': 'month', '%Y': 'year' };

/** The period that an expression tells of a bare column; null for every other calculation. */
export function periodOf(side: BoundExpr): Period | null {
  if (side.kind === 'cast') return side.type === 'date' && side.arg.kind === 'column' ? { column: side.arg, unit: 'day', told: 'date' } : null;
  return side.kind === 'call' ? periodOfCall(side.name, side.args) : null;
}

function periodOfCall(name: string, args: readonly BoundExpr[]): Period | null {
  const [first, second] = args;
  if (args.length === 1 && first?.kind === 'column') return name === 'date' ? { column: first, unit: 'day', told: 'date' } : name === 'year' ? { column: first, unit: 'year', told: 'number' } : null;
  if (args.length !== 2 || first === undefined || second === undefined) return null;
  const [column, word] = first.kind === 'column' ? [first, second] : [second, first];
  if (column.kind !== 'column' || word.kind !== 'literal' || typeof word.value !== 'string') return null;
  return periodNamed(name, column, word.value);
}

function periodNamed(name: string, column: ColumnExpr<BoundColumn>, word: string): Period | null {
  switch (name) {
    case 'date_trunc': { const unit = units[word.toLowerCase()]; return unit === undefined ? null : { column, unit, told: 'moment' }; }
    case 'extract': case 'date_part': return word.toLowerCase() === 'year' ? { column, unit: 'year', told: 'number' } : null;
    case 'to_char': case 'strftime': case 'date_format': { const unit = formats[word]; return unit === undefined ? null : { column, unit, told: 'text' }; }
    default: return null;
  }
}
