import type { ExportFact, ImportFact } from '../../facts/file.ts';
import { childIn, childOfKind, childrenOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, textOf } from '../flat-tree.ts';
import { keyText } from './expressions.ts';
import { TRANSPARENT } from './grammar.ts';
import { namesIn, patternOf } from './patterns.ts';

/** `import` statements alone; `require()` and `import()` come with the declaration that takes them (scopes.ts). */
export function importsOf(tree: FlatTree, statement: number): { fact: ImportFact; node: number }[] {
  const required = childOfKind(tree, statement, 'import_require_clause');
  if (required !== NONE) return requireClause(tree, required);
  const source = childIn(tree, statement, 'source');
  const clause = childOfKind(tree, statement, 'import_clause');
  if (source === NONE || clause === NONE) return [];
  const module = keyText(tree, source);
  return childrenOf(tree, clause).flatMap((part) => clausePart(tree, part, module));
}

function requireClause(tree: FlatTree, clause: number): { fact: ImportFact; node: number }[] {
  const local = childOfKind(tree, clause, 'identifier');
  const source = childIn(tree, clause, 'source');
  return local === NONE || source === NONE ? [] : [{ fact: { local: textOf(tree, local), module: keyText(tree, source), imported: '*' }, node: local }];
}

function clausePart(tree: FlatTree, part: number, module: string): { fact: ImportFact; node: number }[] {
  switch (kindOf(tree, part)) {
    case 'identifier': return [{ fact: { local: textOf(tree, part), module, imported: 'default' }, node: part }];
    case 'namespace_import': {
      const local = childOfKind(tree, part, 'identifier');
      return local === NONE ? [] : [{ fact: { local: textOf(tree, local), module, imported: '*' }, node: local }];
    }
    case 'named_imports': return childrenOf(tree, part).flatMap((specifier) => {
      const name = childIn(tree, specifier, 'name');
      const alias = childIn(tree, specifier, 'alias');
      const local = alias === NONE ? name : alias;
      return name === NONE ? [] : [{ fact: { local: textOf(tree, local), module, imported: keyText(tree, name) }, node: local }];
    });
    default: return [];
  }
}

/** What `require('m')`, `await import('m')` and a member of either mean; null for any other expression. */
export function requiredModule(tree: FlatTree, value: number): { readonly module: string; readonly member: string | null } | null {
  let node = value;
  let member: string | null = null;
  for (let depth = 0; depth < 10 && node !== NONE; depth++) {
    const kind = kindOf(tree, node);
    if (TRANSPARENT.has(kind) || kind === 'await_expression') node = childrenOf(tree, node)[0] ?? NONE;
    else if (kind === 'member_expression' && member === null) {
      member = textOf(tree, childIn(tree, node, 'property'));
      node = childIn(tree, node, 'object');
    } else break;
  }
  if (kindOf(tree, node) !== 'call_expression') return null;
  const callee = childIn(tree, node, 'function');
  const source = childrenOf(tree, childIn(tree, node, 'arguments'))[0] ?? NONE;
  if (kindOf(tree, source) !== 'string' || (kindOf(tree, callee) !== 'import' && textOf(tree, callee) !== 'require')) return null;
  return { module: keyText(tree, source), member };
}

/** Something exported that has no name of its own (`export default drizzle(…)`): it is bound under `name`. */
export interface Anonymous { readonly name: string; readonly node: number }

export interface Exports { readonly facts: readonly ExportFact[]; readonly anonymous: readonly Anonymous[] }

/** Every export of the file, ES and CommonJS. `module.exports = x` is the `default` export, and each of its properties one too. */
export function exportsOf(tree: FlatTree): Exports {
  const facts: ExportFact[] = [];
  const anonymous: Anonymous[] = [];
  for (const node of nodesOf(tree, ['export_statement', 'assignment_expression'])) {
    if (kindOf(tree, node) === 'export_statement') { if (kindOf(tree, parentOf(tree, node)) === 'program') exportStatement(tree, node, facts, anonymous); }
    else commonJs(tree, node, facts, anonymous);
  }
  return { facts, anonymous };
}

function exportStatement(tree: FlatTree, node: number, facts: ExportFact[], anonymous: Anonymous[]): void {
  const source = childIn(tree, node, 'source');
  if (source !== NONE) { facts.push(...reExports(tree, node, keyText(tree, source))); return; }
  const clause = childOfKind(tree, node, 'export_clause');
  if (clause !== NONE) { facts.push(...specifiers(tree, clause).map(({ name, from }) => ({ name, local: [from] }))); return; }
  const declaration = childIn(tree, node, 'declaration');
  const value = childIn(tree, node, 'value');
  if (childOfKind(tree, node, 'default') !== NONE) { exportValue(tree, 'default', declaration === NONE ? value : declaration, facts, anonymous); return; }
  if (declaration !== NONE) facts.push(...declaredNames(tree, declaration).map((name) => ({ name, local: [name] })));
  else exportAssignment(tree, childrenOf(tree, node).at(-1) ?? NONE, facts, anonymous);
}

/** `export = x`. */
function exportAssignment(tree: FlatTree, value: number, facts: ExportFact[], anonymous: Anonymous[]): void {
  if (value !== NONE && textOf(tree, parentOf(tree, value)).startsWith('export')) exportWhole(tree, value, facts, anonymous);
}

function reExports(tree: FlatTree, node: number, module: string): ExportFact[] {
  const namespace = childOfKind(tree, node, 'namespace_export');
  if (namespace !== NONE) return [{ name: keyText(tree, childrenOf(tree, namespace).at(-1) ?? NONE), module, imported: '*' }];
  const clause = childOfKind(tree, node, 'export_clause');
  if (clause !== NONE) return specifiers(tree, clause).map(({ name, from }) => ({ name, module, imported: from }));
  return childOfKind(tree, node, '*') === NONE ? [] : [{ name: '*', module, imported: '*' }];
}

function specifiers(tree: FlatTree, clause: number): { name: string; from: string }[] {
  return childrenOf(tree, clause).flatMap((specifier) => {
    const from = childIn(tree, specifier, 'name');
    const alias = childIn(tree, specifier, 'alias');
    return from === NONE ? [] : [{ from: keyText(tree, from), name: keyText(tree, alias === NONE ? from : alias) }];
  });
}

/** The names a declaration binds: `const a = 1, { b } = c`, functions, classes and enums. */
export function declaredNames(tree: FlatTree, declaration: number): string[] {
  switch (kindOf(tree, declaration)) {
    case 'lexical_declaration': case 'variable_declaration':
      return childrenOf(tree, declaration).filter((child) => kindOf(tree, child) === 'variable_declarator').flatMap((child) => namesIn(patternOf(tree, childIn(tree, child, 'name'))).map((bound) => bound.name));
    case 'ambient_declaration': return childrenOf(tree, declaration).flatMap((child) => declaredNames(tree, child));
    case 'interface_declaration': case 'type_alias_declaration': return [];
    default: {
      const name = childIn(tree, declaration, 'name');
      return name === NONE ? [] : [textOf(tree, name)];
    }
  }
}

function exportValue(tree: FlatTree, name: string, value: number, facts: ExportFact[], anonymous: Anonymous[]): void {
  if (value === NONE) return;
  const declared = childIn(tree, value, 'name');
  const path = declared !== NONE && kindOf(tree, declared) !== 'string' ? [textOf(tree, declared)] : pathOf(tree, value);
  if (path === null) anonymous.push({ name, node: value });
  facts.push({ name, local: path ?? [name] });
}

/** `a.b.c` as a path; null for anything else. */
function pathOf(tree: FlatTree, node: number): string[] | null {
  const out: string[] = [];
  let at = node;
  while (kindOf(tree, at) === 'member_expression' || TRANSPARENT.has(kindOf(tree, at))) {
    if (kindOf(tree, at) === 'member_expression') { out.push(textOf(tree, childIn(tree, at, 'property'))); at = childIn(tree, at, 'object'); }
    else at = childrenOf(tree, at)[0] ?? NONE;
  }
  return kindOf(tree, at) === 'identifier' ? [...out, textOf(tree, at)].reverse() : null;
}

function commonJs(tree: FlatTree, node: number, facts: ExportFact[], anonymous: Anonymous[]): void {
  const target = textOf(tree, childIn(tree, node, 'left'));
  const value = childIn(tree, node, 'right');
  if (target === 'module.exports') { exportWhole(tree, value, facts, anonymous); return; }
  const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  if (name === undefined || value === NONE) return;
  const path = pathOf(tree, value);
  if (path === null) anonymous.push({ name: `exports.${name}`, node: value });
  facts.push({ name, local: path ?? [`exports.${name}`] });
}

function exportWhole(tree: FlatTree, value: number, facts: ExportFact[], anonymous: Anonymous[]): void {
  const required = requiredModule(tree, value);
  if (required !== null && required.member === null) { facts.push({ name: '*', module: required.module, imported: '*' }); return; }
  exportValue(tree, 'default', value, facts, anonymous);
  if (kindOf(tree, value) !== 'object') return;
  for (const property of childrenOf(tree, value)) exportProperty(tree, property, facts, anonymous);
}

function exportProperty(tree: FlatTree, property: number, facts: ExportFact[], anonymous: Anonymous[]): void {
  const kind = kindOf(tree, property);
  if (kind === 'shorthand_property_identifier') facts.push({ name: textOf(tree, property), local: [textOf(tree, property)] });
  if (kind === 'spread_element') {
    const required = requiredModule(tree, childrenOf(tree, property)[0] ?? NONE);
    if (required !== null && required.member === null) facts.push({ name: '*', module: required.module, imported: '*' });
  }
  if (kind === 'method_definition') {
    const name = keyText(tree, childIn(tree, property, 'name'));
    facts.push({ name, local: [`exports.${name}`] });
  }
  if (kind !== 'pair') return;
  const name = keyText(tree, childIn(tree, property, 'key'));
  const value = childIn(tree, property, 'value');
  const path = pathOf(tree, value);
  if (path === null) anonymous.push({ name: `exports.${name}`, node: value });
  facts.push({ name, local: path ?? [`exports.${name}`] });
}
