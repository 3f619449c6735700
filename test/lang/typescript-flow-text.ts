import type { FlowClass, FlowExpr, FlowFunction, FlowLoop, FlowStep, FlowTarget, FlowUnit } from '../../server/src/facts/flow.ts';

const exprs = (list: readonly FlowExpr[]): string => list.map(exprText).join(', ');
const block = (steps: readonly FlowStep[]): string => `{ ${steps.map(stepText).join('; ')} }`;

/** An expression of a flow as one line, so that tables of tests can name it. */
export function exprText(expr: FlowExpr): string {
  switch (expr.e) {
    case 'name': return expr.name;
    case 'attr': return `${exprText(expr.of)}.${expr.name}`;
    case 'index': return `${exprText(expr.of)}[${exprText(expr.index)}]`;
    case 'call': return `${expr.isNew ? 'new ' : ''}${exprText(expr.of)}(${exprs(expr.args)})`;
    case 'await': return `await ${exprText(expr.of)}`;
    case 'yield': return `yield ${expr.of === null ? '' : exprText(expr.of)}`;
    case 'literal': return JSON.stringify(expr.value);
    case 'list': return `[${exprs(expr.items)}]`;
    case 'object': return `{${expr.entries.map((entry) => (entry.key === null ? `...${exprText(entry.value)}` : `${entry.computed === undefined ? entry.key : `[${exprText(entry.computed)}]`}: ${exprText(entry.value)}`)).join(', ')}}`;
    case 'spread': return `...${exprText(expr.of)}`;
    case 'function': return functionText(expr.fn);
    case 'if': return `(${exprText(expr.test)} ? ${exprText(expr.yes)} : ${exprText(expr.no)})`;
    case 'either': return `(${exprText(expr.left)} ${expr.op} ${exprText(expr.right)})`;
    case 'op': return `${expr.op}<${exprs(expr.parts)}>`;
    case 'set': return `(${targetText(expr.target)} := ${exprText(expr.value)})`;
    default: return '?';
  }
}

export function targetText(target: FlowTarget | null): string {
  switch (target?.t) {
    case 'name': return target.name;
    case 'attr': return `${exprText(target.of)}.${target.name}`;
    case 'item': return `${exprText(target.of)}[${exprText(target.index)}]`;
    case 'list': return `[${target.items.map(targetText).join(', ')}${target.rest === true ? ' rest' : ''}]`;
    case 'object': return `{${target.entries.map((entry) => `${entry.key}: ${targetText(entry.target)}${entry.value === undefined ? '' : ` = ${exprText(entry.value)}`}`).join(', ')}${target.rest === null ? '' : ` ...${target.rest}`}}`;
    default: return target === null ? '' : '?';
  }
}

function loopText(loop: FlowLoop): string {
  const count = loop.form === 'count' ? ` ${block(loop.init)} ${block(loop.update)}` : '';
  const of = loop.of === null ? '' : ` ${targetText(loop.target)} of ${exprText(loop.of)}`;
  return `${loop.async ? 'async ' : ''}${loop.form}${of}${count}${loop.test === null ? '' : ` test ${exprText(loop.test)}`} ${block(loop.body)}`;
}

export function stepText(step: FlowStep): string {
  switch (step.s) {
    case 'let': return `${targetText(step.target)}${step.type === null ? '' : `: ${step.type}`} ${step.op ?? ''}= ${exprText(step.value)}`;
    case 'do': return exprText(step.value);
    case 'return': return step.value === null ? 'return' : `return ${exprText(step.value)}`;
    case 'leave': return step.value === null ? step.how : `${step.how} ${exprText(step.value)}`;
    case 'if': return `if ${exprText(step.test)} ${block(step.yes)}${step.no.length === 0 ? '' : ` else ${block(step.no)}`}`;
    case 'switch': return `switch ${exprText(step.on)}${step.cases.map((one) => ` ${one.test === null ? 'default' : exprText(one.test)} ${block(one.body)}`).join('')}`;
    case 'loop': return loopText(step);
    case 'try': return `try ${block(step.body)}${step.handlers.map((handler) => ` catch ${block(handler)}`).join('')} finally ${block(step.last)}`;
    case 'function': return `function ${step.name} ${functionText(step.fn)}`;
    case 'block': return block(step.body);
  }
}

export function functionText(fn: FlowFunction): string {
  const params = fn.params.map((param) => `${param.rest === null ? '' : '...'}${param.property === true ? 'field ' : ''}${targetText(param.target)}${param.type === null ? '' : `: ${param.type}`}${param.value === null ? '' : ` = ${exprText(param.value)}`}`);
  return `${[...fn.flags, ''].join(' ')}(${params.join(', ')})${fn.returns === null ? '' : `: ${fn.returns}`} ${block(fn.body)}`;
}

export const unitText = ({ name, fn }: FlowUnit): string => `${fn.decorators.map((decorator) => `@${exprText(decorator)} `).join('')}${name} ${functionText(fn)}`;

export const classText = ({ name, bases, fields, decorators, kind, implements: parts }: FlowClass): string =>
  `${kind === undefined ? '' : `${kind} `}${decorators.map((decorator) => `@${decorator} `).join('')}${name}(${bases.map((base) => base.join('.')).join(', ')}) ${parts === undefined ? '' : `implements ${parts.map((part) => part.join('.')).join(', ')} `}${fields.map((field) => `${field.name}${field.type === null ? '' : `: ${field.type}`}${field.value === null ? '' : ` = ${exprText(field.value)}`}`).join('; ')}`;
