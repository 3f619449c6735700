import type { Rewrite, Test } from '../rewrite/index.ts';

/** `ts >= … AND ts < …`, `uid = …::uuid`, `(a = … OR a IS NULL)`: the new form with its values left out. */
export function rewriteText(rewrite: Rewrite): string {
  const name = rewrite.column.column.column;
  const text = rewrite.tests.map((test) => `${name} ${test.op} ${valueText(test)}`).join(' AND ');
  return rewrite.orNull ? `(${text} OR ${name} IS NULL)` : text;
}

/** A cast is what is new about a value; any other calculation is a value. */
function valueText({ value }: Test): string {
  const [first, second] = value;
  return value.length === 2 && typeof first === 'object' && typeof second === 'string' && second.startsWith('::') ? `…${second}` : '…';
}

/** `compare ts with a range: ts >= … AND ts < …`. */
export const actText = (rewrite: Rewrite): string => `${rewrite.act}: ${rewriteText(rewrite)}`;
