import type { CallHost, HostExpr } from '../../lang/expression.ts';
import { alternatives } from './alternatives.ts';
import { propertyValue } from './chain.ts';
import { SQL_KEYWORDS } from './drivers.ts';
import { preview, sqlTextOf } from './pieces.ts';
import { isWholeStatement, looksLikeSql } from './shape.ts';
import { isPlain, type Reading } from './texts.ts';

/**
 * Functions to which a statement is handed to be looked at, kept or shown, not to be run. Any other function that is given one is taken for a
 * wrapper around a driver (`getRows('SELECT …')`): the names of those are as many as there are applications.
 */
const LOOKS_ONLY = new RegExp([
  '^(?:log|info|warn|warning|error|debug|trace|fatal|verbose|print|println|write|inspect|equal|equals|deepEqual|strictEqual|match|matches|test|it|describe)$',
  '^(?:push|unshift|includes|startsWith|endsWith|indexOf|search|split|replace|replaceAll|concat|append|join|set|has|add|delete|stringify|hash|digest|freeze|dedent|cleandoc|SQL)$',
  '^(?:t|translate|alert|confirm|prompt|update|send|emit|dispatch|comment|is|ok|fail|expect|assert|parse|format|highlight|render|explain|resolve|reject)$',
  '^(?:to|not|on|set|log|print|write|format|render|highlight|validate|parse|tokenize|lint|is|has|expect|assert|split|append|describe|show|throw|reject|normalize|analyze|hash)[A-Z_]', 'Error$',
].join('|'));

const MOST_ARGS = 3;

/** What a function that takes SQL is given: its first argument, or a later one where the first is something else (`query(client, { text })`). */
export function handedFirst(reading: Reading, call: CallHost): HostExpr | null {
  const first = call.args[0] ?? propertyValue(call.keywords ?? [], ...SQL_KEYWORDS);
  if (first === null) return null;
  return isText(reading, first) ? first : (call.args.slice(1, MOST_ARGS).find((arg) => isStatement(reading, arg)) ?? first);
}

/** The statement among the arguments of a function that nothing is known about; null when there is none, or the function only looks at it. */
export function handedToWrapper(reading: Reading, call: CallHost, method: string): HostExpr | null {
  if (method === '' || LOOKS_ONLY.test(method)) return null;
  const named = propertyValue(call.keywords ?? [], ...SQL_KEYWORDS);
  return call.args.slice(0, MOST_ARGS).find((arg) => isStatement(reading, arg)) ?? (named !== null && isStatement(reading, named) ? named : null);
}

/** A text, or an object that holds one, as it is written here; a name only where it stands for one. */
function isText(reading: Reading, arg: HostExpr): boolean {
  if (arg.kind === 'object') return propertyValue(arg.properties, 'text', 'sql') !== null;
  if (arg.kind === 'template') return isPlain(arg) || arg.tag !== null;
  if (arg.kind === 'identifier') {
    const init = reading.outline.resolve(arg.name, arg.span.start)?.init ?? null;
    return init !== null && init.kind !== 'identifier' && isText(reading, init);
  }
  return arg.kind === 'string' || arg.kind === 'conditional' || (arg.kind === 'binary' && (arg.op === '+' || arg.op === '%')) || arg.kind === 'array' || isFormatted(reading, arg);
}

/** `'SELECT …'.format(…)`. */
const isFormatted = (reading: Reading, arg: HostExpr): boolean => arg.kind === 'call' && arg.callee.kind === 'member' && arg.callee.property === 'format' && isText(reading, arg.callee.object);

/** Half a statement is no evidence where nothing else is: it must have its table. */
function isStatement(reading: Reading, arg: HostExpr): boolean {
  const expr = arg.kind === 'object' ? propertyValue(arg.properties, 'text', 'sql') : arg;
  if (expr === null || !isText(reading, expr) || (expr.kind === 'template' && !isPlain(expr)) || expr.kind === 'array') return false;
  return alternatives(reading, expr).some((pieces) => {
    const text = sqlTextOf(pieces);
    return looksLikeSql(preview(text)) && isWholeStatement(preview(text, 20_000));
  });
}
