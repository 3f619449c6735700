import type { FileFlow, FlowClass, FlowFunction, FlowUnit } from '../../../facts/flow.ts';
import { childIn, childrenOf, endOf, type FlatTree, kindOf, NONE, spanOf, startOf, textOf } from '../../flat-tree.ts';
import { decoratorNames } from '../program/steps.ts';
import { classOf } from './classes.ts';
import { definitionAt, functionOf, lambdaFunction } from './functions.ts';
import { DEEPEST, type Making } from './making.ts';
import { stepOf } from './steps.ts';

/** Nodes of one file that become data; a longer file was made by a program, or is all data. */
const BUDGET = 120_000;

interface Found { readonly making: Making; readonly units: FlowUnit[]; readonly classes: FlowClass[] }
/** Where a statement stands: in which class, and how many `if`s, `try`s and classes deep. */
interface Around { readonly outer: string; readonly inClass: boolean; readonly depth: number }

/** What the functions, classes and statements of a Python file do. Never throws; what a file has beyond its budget is left out. */
export function flowOf(tree: FlatTree): FileFlow {
  const found: Found = { making: { tree, base: 0, budget: BUDGET, yields: 0 }, units: [], classes: [] };
  for (const node of childrenOf(tree, 0)) visit(found, node, { outer: '', inClass: false, depth: 0 });
  return { units: found.units, classes: found.classes };
}

/** A definition is a unit wherever in the module's `if`s and `try`s it stands; a statement around definitions is none itself, but what else is in it. */
function visit(found: Found, node: number, around: Around): void {
  const { making: { tree }, units } = found;
  if (around.depth > DEEPEST || found.making.budget < 0) return;
  const definition = definitionAt(tree, node);
  if (definition?.kind === 'class') visitClass(found, definition.node, node, around);
  else if (definition?.kind === 'function') units.push(...functionUnit(found, definition.node, node, around));
  else if (holdsDefinitions(tree, node, around.depth)) for (const child of blockStatements(tree, node)) visit(found, child, { ...around, depth: around.depth + 1 });
  else if (!around.inClass) units.push(...statementUnit(found.making, node));
}

function visitClass(found: Found, node: number, whole: number, { outer, depth }: Around): void {
  const { tree } = found.making;
  const name = outer + textOf(tree, childIn(tree, node, 'name'));
  found.classes.push(classOf(found.making, { node, whole, name }));
  for (const member of childrenOf(tree, childIn(tree, node, 'body'))) visit(found, member, { outer: `${name}.`, inClass: true, depth: depth + 1 });
}

/** A setter is no function that its name gives: `Post.title.setter`. What `@overload` stands over has no body. */
function functionUnit({ making }: Found, node: number, whole: number, { outer, inClass }: Around): FlowUnit[] {
  const { tree } = making;
  const nameNode = childIn(tree, node, 'name');
  const own = textOf(tree, nameNode);
  const decorators = childrenOf(tree, whole).filter((child) => kindOf(tree, child) === 'decorator').map((child) => textOf(tree, child).slice(1).trim());
  if (decoratorNames(tree, whole).includes('overload')) return [];
  const role = decorators.find((decorator) => decorator.startsWith(`${own}.`) && /^\w+$/.test(decorator.slice(own.length + 1)) && !decorator.endsWith('.getter'));
  making.base = startOf(tree, whole);
  return [{ name: outer + (role ?? own), span: spanOf(tree, whole), nameSpan: spanOf(tree, nameNode), fn: functionOf(making, { node, whole, inClass }) }];
}

/** A statement of the module itself. One that gives a plain name its value has that name, and one that gives it a lambda is that function. */
function statementUnit(making: Making, node: number): FlowUnit[] {
  const { tree } = making;
  const assignment = kindOf(tree, node) === 'expression_statement' ? (childrenOf(tree, node)[0] ?? NONE) : NONE;
  const left = kindOf(tree, assignment) === 'assignment' ? childIn(tree, assignment, 'left') : NONE;
  const nameNode = kindOf(tree, left) === 'identifier' ? left : NONE;
  const right = childIn(tree, assignment, 'right');
  making.base = startOf(tree, node);
  const fn = nameNode !== NONE && kindOf(tree, right) === 'lambda' ? lambdaFunction(making, right) : bodyOf(making, node);
  if (fn.body.length === 0) return [];
  return [{ name: nameNode === NONE ? '' : textOf(tree, nameNode), span: spanOf(tree, node), nameSpan: nameNode === NONE ? null : spanOf(tree, nameNode), fn }];
}

const bodyOf = (making: Making, node: number): FlowFunction => ({ params: [], body: stepOf(making, node, 0), flags: [], decorators: [], returns: null, at: [0, endOf(making.tree, node) - startOf(making.tree, node)] });

const BLOCKS: ReadonlySet<string> = new Set(['if_statement', 'try_statement', 'with_statement', 'block', 'elif_clause', 'else_clause', 'except_clause', 'except_group_clause', 'finally_clause']);

/** What stands in the blocks of a statement, without its conditions. */
const blockStatements = (tree: FlatTree, node: number): number[] => childrenOf(tree, node).filter((child) => kindOf(tree, node) === 'block' || BLOCKS.has(kindOf(tree, child)));

function holdsDefinitions(tree: FlatTree, node: number, depth: number): boolean {
  return depth <= DEEPEST && BLOCKS.has(kindOf(tree, node)) && blockStatements(tree, node).some((child) => definitionAt(tree, child) !== null || holdsDefinitions(tree, child, depth + 1));
}
