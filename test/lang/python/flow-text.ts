import type { FlowExpr, FlowFunction, FlowStep, FlowTarget } from '../../../server/src/facts/flow.ts';

const list = (items: readonly string[]): string => items.join(', ');
const opt = (expr: FlowExpr | null): string => (expr === null ? '' : exprText(expr));

/** A target as one line. */
export function targetText(target: FlowTarget): string {
  switch (target.t) {
    case 'name': return target.name;
    case 'attr': return `${exprText(target.of)}.${target.name}`;
    case 'item': return `${exprText(target.of)}[${exprText(target.index)}]`;
    case 'list': return `(${target.items.map((item, index) => (target.rest && index === target.items.length - 1 ? '*' : '') + (item === null ? '' : targetText(item))).join(' ')})`;
    default: return '?';
  }
}

/** An expression as one line, so that tables of tests can name it; every form looks different. */
export function exprText(expr: FlowExpr): string {
  switch (expr.e) {
    case 'name': return expr.name;
    case 'attr': return `${exprText(expr.of)}.${expr.name}`;
    case 'index': return `${exprText(expr.of)}[${exprText(expr.index)}]`;
    case 'slice': return `${exprText(expr.of)}[${opt(expr.from)}:${opt(expr.to)}]`;
    case 'call': return `${exprText(expr.of)}(${list([...expr.args.map(exprText), ...expr.keywords.map(({ name, value }) => (name === null ? `**${exprText(value)}` : `${name}=${exprText(value)}`))])})`;
    case 'await': return `await ${exprText(expr.of)}`;
    case 'yield': return `yield ${opt(expr.of)}`;
    case 'literal': return JSON.stringify(expr.value);
    case 'list': return `${expr.form}(${list(expr.items.map(exprText))})`;
    case 'object': return `{${list(expr.entries.map(({ key, value, computed }) => (key === null ? '**' : computed === undefined ? `${key}: ` : `[${exprText(computed)}]: `) + exprText(value)))}}`;
    case 'spread': return `*${exprText(expr.of)}`;
    case 'function': return `(${functionText(expr.fn)})`;
    case 'comprehension': return `${expr.form}<${expr.key === null ? '' : `${exprText(expr.key)}: `}${exprText(expr.value)}${expr.clauses.map((clause) => `${clause.async ? ' async' : ''} for ${targetText(clause.target)} in ${exprText(clause.of)}${clause.tests.map((test) => ` if ${exprText(test)}`).join('')}`).join('')}>`;
    case 'if': return `(${exprText(expr.test)} ? ${exprText(expr.yes)} : ${exprText(expr.no)})`;
    case 'either': return `(${exprText(expr.left)} ${expr.op} ${exprText(expr.right)})`;
    case 'op': return `${expr.op}<${list(expr.parts.map(exprText))}>`;
    case 'set': return `(${targetText(expr.target)} := ${exprText(expr.value)})`;
    default: return '?';
  }
}

export const stepsText = (steps: readonly FlowStep[]): string => steps.map(stepText).join('; ');
const block = (steps: readonly FlowStep[]): string => `{${stepsText(steps)}}`;

function stepText(step: FlowStep): string {
  switch (step.s) {
    case 'let': return `${targetText(step.target)}${step.type === null ? '' : `: ${step.type}`} ${step.op ?? ''}= ${exprText(step.value)}`;
    case 'do': return exprText(step.value);
    case 'return': return `return ${opt(step.value)}`.trim();
    case 'leave': return `${step.how} ${opt(step.value)}`.trim();
    case 'if': return `if ${exprText(step.test)} ${block(step.yes)}${step.no.length === 0 ? '' : ` else ${block(step.no)}`}`;
    case 'switch': return `switch ${exprText(step.on)} ${step.cases.map(({ test, body }) => `${test === null ? '_' : exprText(test)} ${block(body)}`).join(' ')}`;
    case 'loop': return `${step.async ? 'async ' : ''}${step.form} ${step.target === null ? '' : targetText(step.target)} in ${opt(step.of)}${opt(step.test)} ${block(step.body)}${step.otherwise.length === 0 ? '' : ` else ${block(step.otherwise)}`}`;
    case 'try': return `try ${block(step.body)}${step.handlers.map((handler) => ` except ${block(handler)}`).join('')}${step.last.length === 0 ? '' : ` finally ${block(step.last)}`}`;
    case 'function': return `def ${step.name}${functionText(step.fn)}`;
    default: return block(step.body);
  }
}

/** Flags, parameters, what it gives, body. */
export function functionText({ flags, params, returns, body }: FlowFunction): string {
  const named = params.map(({ target, type, value, rest }) => `${rest === null ? '' : rest === 'list' ? '*' : '**'}${targetText(target)}${type === null ? '' : `: ${type}`}${value === null ? '' : ` = ${exprText(value)}`}`);
  return `${flags.length === 0 ? '' : ` ${flags.join(' ')} `}(${list(named)})${returns === null ? '' : ` -> ${returns}`} ${block(body)}`;
}
