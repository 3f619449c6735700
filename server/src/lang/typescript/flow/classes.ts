import type { SymbolPath } from '../../../facts/expr.ts';
import type { FlowClass, FlowFunction } from '../../../facts/flow.ts';
import { childIn, childOfKind, childrenOf, kindOf, NONE, parentOf, spanOf, startOf, textOf } from '../../flat-tree.ts';
import { FUNCTIONS } from '../grammar.ts';
import { typeText } from '../patterns.ts';
import { exprOf } from './expressions.ts';
import { type Found, functionUnit, stepsUnit, within } from './found.ts';
import { pathsIn } from './interfaces.ts';
import { keyName } from './literals.ts';
import { placeOf } from './making.ts';
import { stepsOf } from './steps.ts';
import { stripped } from './stripped.ts';

type Field = FlowClass['fields'][number];

/** A class of the module: its methods are units, and so are fields that hold a function. */
export function classUnits(found: Found, node: number, whole: number, name: string): void {
  const { tree } = found.making;
  const fields: Field[] = [];
  let decorators: number[] = [];
  for (const member of childrenOf(tree, childIn(tree, node, 'body'))) {
    const kind = kindOf(tree, member);
    if (kind === 'decorator') { decorators.push(member); continue; }
    if (kind === 'method_definition') methodUnit(found, member, name, decorators);
    else if (kind === 'public_field_definition' || kind === 'field_definition') fieldOf(found, member, whole, name, fields);
    else if (kind === 'class_static_block') stepsUnit(found, member, '', NONE, (making) => stepsOf(making, childrenOf(tree, childIn(tree, member, 'body')), 0));
    decorators = [];
  }
  const heritage = childOfKind(tree, node, 'class_heritage');
  const implemented = childOfKind(tree, heritage, 'implements_clause');
  found.classes.push({
    name, bases: basesOf(found, heritage), fields, decorators: decoratorNames(found, node), span: spanOf(tree, whole),
    ...(implemented === NONE ? {} : { implements: pathsIn(textOf(tree, implemented), 'implements') }),
    ...(kindOf(tree, node) === 'abstract_class_declaration' ? { kind: 'abstract' as const } : {}),
  });
}

function methodUnit(found: Found, node: number, owner: string, decorators: readonly number[]): void {
  const { tree } = found.making;
  const nameNode = childIn(tree, node, 'name');
  const name = keyName(found.making, nameNode);
  if (name !== null) functionUnit(found, node, node, `${owner}.${name}`, nameNode, { decorators });
}

/** `list = async () => …` is a method; `list = handler(async () => …)` a getter of what the call gives. */
function fieldOf(found: Found, node: number, whole: number, owner: string, fields: Field[]): void {
  const { tree } = found.making;
  const nameNode = childIn(tree, node, kindOf(tree, node) === 'field_definition' ? 'property' : 'name');
  const value = childIn(tree, node, 'value');
  const name = keyName(found.making, nameNode);
  if (name === null) return;
  const type = typeText(tree, node);
  const inner = value === NONE ? NONE : stripped(tree, value);
  const isStatic = /\bstatic\b/.test(tree.text.slice(startOf(tree, node), startOf(tree, nameNode)));
  const flag: FlowFunction['flags'][number] = isStatic ? 'static' : 'method';
  if (inner !== NONE && FUNCTIONS.has(kindOf(tree, inner))) functionUnit(found, inner, node, `${owner}.${name}`, nameNode, { flags: [flag] });
  else if (inner !== NONE && holdsFunction(found, inner)) {
    stepsUnit(found, node, `${owner}.${name}`, nameNode, (making) => [{ s: 'return', value: exprOf(making, inner, 0), at: placeOf(making, inner) }], [flag, 'property']);
    fields.push({ name, type, value: null });
  } else fields.push({ name, type, value: value === NONE ? null : within(found, whole, (making) => exprOf(making, value, 0)) });
}

/** A call that is handed a function, or an object of them. */
function holdsFunction({ making: { tree } }: Found, node: number): boolean {
  for (let inner = node + 1; inner < (tree.after[node] ?? 0); inner++) if (FUNCTIONS.has(kindOf(tree, inner))) return true;
  return false;
}

/** What a call gives as a base (`extends mixin(A)`) has no path: its path is empty. */
function basesOf({ making: { tree } }: Found, heritage: number): SymbolPath[] {
  if (heritage === NONE) return [];
  const clause = childOfKind(tree, heritage, 'extends_clause');
  const value = clause !== NONE ? childIn(tree, clause, 'value') : (childrenOf(tree, heritage).find((child) => kindOf(tree, child) !== 'implements_clause') ?? NONE);
  if (value === NONE) return [];
  const text = textOf(tree, value);
  return [/^[\w$]+(?:\.[\w$]+)*$/.test(text) ? text.split('.') : []];
}

/** Written before the class, or before the `export` in front of it. */
function decoratorNames({ making: { tree } }: Found, node: number): string[] {
  const around = parentOf(tree, node);
  const from = kindOf(tree, around) === 'export_statement' ? [around, node] : [node];
  return from.flatMap((at) => childrenOf(tree, at)).filter((child) => kindOf(tree, child) === 'decorator').map((child) => /^@\s*([\w$.]+)/.exec(textOf(tree, child))?.[1]?.split('.').at(-1) ?? '');
}
