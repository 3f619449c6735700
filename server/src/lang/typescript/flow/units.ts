import { childIn, childrenOf, kindOf, NONE, textOf } from '../../flat-tree.ts';
import { CLASSES, FUNCTIONS } from '../grammar.ts';
import { classUnits } from './classes.ts';
import { type Found, functionUnit, stepsUnit } from './found.ts';
import { readInterface } from './interfaces.ts';
import { declarator, stepOf } from './steps.ts';
import { DEEPEST_NAME, readValue } from './values.ts';

/** What says nothing of what runs. */
const SILENT: ReadonlySet<string> = new Set(['import_statement', 'type_alias_declaration', 'function_signature', 'ambient_declaration', 'empty_statement', 'comment', 'hash_bang_line']);

/** Reads a top-level statement, or one of a namespace, whose name is the prefix. `whole`: with the `export` before it. */
export function readStatement(found: Found, node: number, prefix = '', whole = node): void {
  const { tree } = found.making;
  const kind = kindOf(tree, node);
  const name = childIn(tree, node, 'name');
  if (SILENT.has(kind)) return;
  if (kind === 'export_statement') readExport(found, node, prefix);
  else if (FUNCTIONS.has(kind)) functionUnit(found, node, whole, prefix + textOf(tree, name), name);
  else if (CLASSES.has(kind)) classUnits(found, node, whole, prefix + textOf(tree, name));
  else if (kind === 'lexical_declaration' || kind === 'variable_declaration') readDeclarations(found, node, prefix, whole);
  else if (kind === 'interface_declaration') readInterface(found, node, whole, prefix);
  else if (kind === 'internal_module' || kind === 'module') readNamespace(found, node, prefix);
  else if (kind === 'expression_statement') readExpression(found, node, prefix);
  else stepsUnit(found, whole, '', NONE, (making) => stepOf(making, node, 0));
}

function readExport(found: Found, node: number, prefix: string): void {
  const { tree } = found.making;
  const declaration = childIn(tree, node, 'declaration');
  const isDefault = childrenOf(tree, node).some((child) => kindOf(tree, child) === 'default');
  if (declaration !== NONE && !(isDefault && childIn(tree, declaration, 'name') === NONE)) {
    readStatement(found, declaration, prefix, node);
    return;
  }
  const value = declaration === NONE ? childIn(tree, node, 'value') : declaration;
  // A name that is handed on has its export's fact.
  if (isDefault && value !== NONE && kindOf(tree, value) !== 'identifier') readValue(found, { value, whole: node, statement: NONE }, 'default', NONE);
}

function readNamespace(found: Found, node: number, prefix: string): void {
  const { tree } = found.making;
  const name = childIn(tree, node, 'name');
  if (kindOf(tree, name) === 'string' || prefix.split('.').length > DEEPEST_NAME) return;
  for (const child of childrenOf(tree, childIn(tree, node, 'body'))) readStatement(found, child, `${prefix}${textOf(tree, name)}.`);
}

/** Several declarators are a unit each. */
function readDeclarations(found: Found, node: number, prefix: string, statement: number): void {
  const { tree } = found.making;
  const parts = childrenOf(tree, node).filter((child) => kindOf(tree, child) === 'variable_declarator');
  for (const part of parts) {
    const whole = parts.length === 1 ? statement : part;
    const name = childIn(tree, part, 'name');
    const value = childIn(tree, part, 'value');
    if (kindOf(tree, name) !== 'identifier') stepsUnit(found, whole, '', NONE, (making) => [declarator(making, part, 0)]);
    else if (value === NONE) stepsUnit(found, whole, prefix + textOf(tree, name), name, (making) => [declarator(making, part, 0)]);
    else readValue(found, { value, whole, statement: part }, prefix + textOf(tree, name), name);
  }
}

/** `exports.list = …`, `module.exports = { … }`, `Post.prototype.find = …`, calls, and all else that stands by itself. */
function readExpression(found: Found, node: number, prefix: string): void {
  const { tree } = found.making;
  const [inner = NONE] = childrenOf(tree, node);
  const name = kindOf(tree, inner) === 'assignment_expression' ? assignedName(textOf(tree, childIn(tree, inner, 'left'))) : null;
  if (kindOf(tree, inner) === 'internal_module') readNamespace(found, inner, prefix);
  else if (name === null) stepsUnit(found, node, '', NONE, (making) => stepOf(making, node, 0));
  else readValue(found, { value: childIn(tree, inner, 'right'), whole: node, statement: node }, name, childIn(tree, inner, 'left'));
}

/** The name that what is assigned there is known by, as exports are. */
function assignedName(target: string): string | null {
  if (!/^[\w$]+(?:\.[\w$]+){1,4}$/.test(target)) return null;
  return target === 'module.exports' ? 'default' : target.replace(/^module\.exports\./, 'exports.').replace('.prototype.', '.');
}
