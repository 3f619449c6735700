import { loadSyntax } from '../../server/src/host/syntax.ts';
import type { HostExpr } from '../../server/src/lang/expression.ts';
import type { Binding, Outline } from '../../server/src/lang/outline.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import type { LanguageId, Span } from '../../server/src/text/span.ts';

export const syntax = await loadSyntax();

export const outlineOf = (text: string, languageId: LanguageId = 'typescript'): Outline => readOutline({ path: 'a.ts', languageId, text }, syntax);

export const slice = (text: string, { span }: { readonly span: Span }): string => text.slice(span.start, span.end);

/** Processor time of this process in milliseconds: unlike the clock it does not run while others use the machine. */
export const processorTime = (): number => process.cpuUsage().user / 1000;

/** The expression a text is, as what a constant is given. */
export function expressionOf(text: string, languageId: LanguageId = 'typescript'): HostExpr {
  const init = bindingNamed(outlineOf(`const value = ${text};`, languageId), 'value').init;
  if (init === null) throw new Error(`no expression in ${text}`);
  return init;
}

export function bindingNamed(outline: Outline, name: string): Binding {
  const found = outline.bindings.find((binding) => binding.name === name);
  if (found === undefined) throw new Error(`no binding ${name}`);
  return found;
}

/** An expression as one line, so that tables of tests can name it. Functions show their returned values. */
export function show(expr: HostExpr): string {
  switch (expr.kind) {
    case 'identifier': return expr.name;
    case 'member': return `${show(expr.object)}.${expr.property}`;
    case 'subscript': return `${show(expr.object)}[${show(expr.index)}]`;
    case 'call': return `${expr.isNew ? 'new ' : ''}${show(expr.callee)}(${expr.args.map(show).join(', ')})`;
    case 'string': return JSON.stringify(expr.value);
    case 'template': return `${expr.tag === null ? '' : show(expr.tag)}\`${expr.quasis.map((quasi, index) => quasi.value + (index < expr.holes.length ? `\${${show(expr.holes[index] ?? expr)}}` : '')).join('')}\``;
    case 'number': return `#${expr.value}`;
    case 'boolean': return String(expr.value);
    case 'nothing': return expr.name;
    case 'object': return `{${expr.properties.map((p) => (p.kind === 'property' ? `${p.key}${p.shorthand ? '' : `: ${show(p.value)}`}` : p.kind === 'spread' ? `...${show(p.arg)}` : `[${show(p.key)}]: ${show(p.value)}`)).join(', ')}}`;
    case 'array': return `[${expr.items.map(show).join(', ')}]`;
    case 'function': return `fn ${expr.name ?? ''}(${expr.params.map((p) => (p.kind === 'name' ? p.name : p.kind)).join(', ')}) => ${expr.returns.map(show).join(' | ')}`;
    case 'conditional': return `${show(expr.test)} ? ${show(expr.then)} : ${show(expr.otherwise)}`;
    case 'binary': return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
    case 'unary': return `${expr.op} ${show(expr.arg)}`;
    case 'await': return `await ${show(expr.arg)}`;
    case 'spread': return `...${show(expr.arg)}`;
    default: return '?';
  }
}
