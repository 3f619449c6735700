import type { ExportFact, ImportFact } from '../../facts/file.ts';
import type { Span } from '../../text/span.ts';
import { childIn, childOfKind, childrenOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import { innermost, type Nest, nestOf } from '../nest.ts';
import type { Binding } from '../outline.ts';
import type { Expressions } from './expressions.ts';
import { CLASSES, FUNCTIONS } from './grammar.ts';
import { type Anonymous, importsOf, requiredModule } from './modules.ts';
import { type BoundName, namesIn, patternOf, typeText } from './patterns.ts';

interface Scope extends Span { readonly kind: 'function' | 'class' | 'block'; readonly names: Map<string, Binding> }

export interface Scopes {
  readonly bindings: readonly Binding[];
  readonly imports: readonly ImportFact[];
  resolve(name: string, offset: number): Binding | null;
}

const BLOCKS: readonly string[] = ['program', 'statement_block', 'for_statement', 'for_in_statement', 'catch_clause', 'switch_body', 'class_static_block'];
const DECLARING: readonly string[] = ['import_statement', 'variable_declarator', 'public_field_definition', 'catch_clause', 'for_in_statement', 'enum_declaration', ...FUNCTIONS, ...CLASSES];

/** All names of the file with the scopes they live in. Lexical scoping as JavaScript has it: `var` and functions are hoisted, a class has its fields as `this.x`. */
export function scopesOf(expressions: Expressions, exports: readonly ExportFact[], anonymous: readonly Anonymous[]): Scopes {
  const builder = startBuilder(expressions, exports);
  for (const node of nodesOf(builder.tree, DECLARING)) declare(builder, node);
  for (const { name, node } of anonymous) add(builder, { name, node, kind: 'const', init: node });
  declareAssigned(builder);
  const bindings = [...builder.bindings].sort((a, b) => a.span.start - b.span.start);
  return { bindings, imports: importsFrom(bindings, builder.scopes.ranges[0]), resolve: (name, offset) => resolve(builder.scopes, name, offset) };
}

interface Assigned { readonly name: number; readonly value: number }

interface Builder {
  readonly tree: FlatTree;
  readonly expressions: Expressions;
  readonly scopes: Nest<Scope>;
  readonly bindings: Binding[];
  readonly assigned: Map<Scope, Map<string, Assigned>>;
  readonly exported: ReadonlySet<string>;
}

function startBuilder(expressions: Expressions, exports: readonly ExportFact[]): Builder {
  const { tree } = expressions;
  const scopes = nestOf(nodesOf(tree, [...BLOCKS, ...FUNCTIONS, ...CLASSES]).map((node) => scopeAt(tree, node)));
  const exported = new Set(exports.flatMap((fact) => ('local' in fact && fact.local.length === 1 ? fact.local : [])));
  return { tree, expressions, scopes, bindings: [], assigned: assignedFields(tree, scopes), exported };
}

function scopeAt(tree: FlatTree, node: number): Scope {
  const kind = kindOf(tree, node);
  const whole = kind === 'program' ? { start: 0, end: tree.text.length + 1 } : spanOf(tree, node);
  return { ...whole, kind: FUNCTIONS.has(kind) || kind === 'program' || kind === 'class_static_block' ? 'function' : CLASSES.has(kind) ? 'class' : 'block', names: new Map() };
}

function resolve(scopes: Nest<Scope>, name: string, offset: number): Binding | null {
  for (let at = innermost(scopes, offset); at >= 0; at = scopes.parents[at] ?? -1) {
    const scope = scopes.ranges[at];
    const found = scope?.names.get(name);
    if (found !== undefined) return found;
    // `this` of a class ends there: an outer class's fields are not this one's.
    if (scope?.kind === 'class' && name.startsWith('this.')) return null;
  }
  return null;
}

interface NewBinding {
  readonly name: string;
  readonly node: number;
  readonly kind: Binding['kind'];
  /** Where the scope is looked for; the node itself when left out. */
  readonly at?: number;
  /** The scope itself, where an offset could not tell it from another that starts there. */
  readonly within?: Scope | null;
  readonly span?: Span;
  /** Which scopes take it: any, the next function for `var`, the class for fields. */
  readonly level?: 'any' | 'function' | 'class';
  readonly init?: number;
  readonly pattern?: Binding['pattern'];
  readonly type?: string | null;
  readonly import?: ImportFact | null;
}

function add(builder: Builder, made: NewBinding): void {
  const { tree, expressions } = builder;
  const scope = made.within ?? scopeFor(builder.scopes, made.at ?? startOf(tree, made.node), made.level ?? 'any');
  if (scope === null || made.name === '') return;
  const topLevel = scope === builder.scopes.ranges[0];
  const given = made.init ?? NONE;
  const init = given === NONE && made.kind === 'field' ? (builder.assigned.get(scope)?.get(made.name)?.value ?? NONE) : given;
  const binding: Binding = {
    name: made.name, kind: made.kind, topLevel, exported: topLevel && builder.exported.has(made.name),
    get init() { return init === NONE ? null : expressions.of(init); },
    pattern: made.pattern ?? null, type: made.type ?? null, import: made.import ?? null,
    span: made.span ?? spanOf(tree, made.node), scope: { start: scope.start, end: Math.min(scope.end, tree.text.length) },
  };
  const key = made.level === 'class' ? `this.${made.name}` : made.name;
  // A second `var` or a redeclaration does not replace the first.
  if (!scope.names.has(key)) scope.names.set(key, binding);
  builder.bindings.push(binding);
}

function scopeFor(scopes: Nest<Scope>, offset: number, level: 'any' | 'function' | 'class'): Scope | null {
  const { ranges, parents } = scopes;
  let at = innermost(scopes, offset);
  while (at > 0 && level !== 'any' && ranges[at]?.kind !== level) at = parents[at] ?? -1;
  const scope = ranges[at];
  return scope === undefined || (level === 'class' && scope.kind !== 'class') ? null : scope;
}

function declare(builder: Builder, node: number): void {
  const kind = kindOf(builder.tree, node);
  if (FUNCTIONS.has(kind)) declareFunction(builder, node, kind);
  else if (CLASSES.has(kind)) declareNamed(builder, node, 'class', kind !== 'class');
  else if (kind === 'enum_declaration') declareNamed(builder, node, 'class', true);
  else if (kind === 'import_statement') declareImports(builder, node);
  else if (kind === 'variable_declarator') declareVariable(builder, node);
  else if (kind === 'public_field_definition') declareField(builder, node);
  else if (kind === 'catch_clause') declarePattern(builder, childIn(builder.tree, node, 'parameter'), { kind: 'catch', of: NONE, at: startOf(builder.tree, node) });
  else declareLoop(builder, node);
}

/** A declaration's name belongs to the scope around it, an expression's to its own. */
function declareNamed(builder: Builder, node: number, kind: Binding['kind'], outside: boolean): void {
  const name = childIn(builder.tree, node, 'name');
  if (name === NONE) return;
  const at = startOf(builder.tree, node);
  add(builder, { name: textOf(builder.tree, name), node: name, kind, init: kind === 'function' ? node : NONE, at, within: outside ? scopeAround(builder, at) : null });
}

/** The scope around the one that starts at an offset. */
function scopeAround(builder: Builder, start: number): Scope | null {
  const { ranges, parents } = builder.scopes;
  const at = innermost(builder.scopes, start);
  return ranges[at > 0 && ranges[at]?.start === start ? (parents[at] ?? 0) : at] ?? null;
}

function declareFunction(builder: Builder, node: number, kind: string): void {
  const { tree } = builder;
  if (kind === 'method_definition') declareMethod(builder, node);
  else declareNamed(builder, node, 'function', kind === 'function_declaration' || kind === 'generator_function_declaration');
  const single = childIn(tree, node, 'parameter');
  const params = single === NONE ? childrenOf(tree, childIn(tree, node, 'parameters')) : [single];
  for (const param of params) {
    declarePattern(builder, param, { kind: 'param', of: NONE, at: startOf(tree, node) });
    if (childOfKind(tree, param, 'accessibility_modifier', 'override_modifier') !== NONE || /^readonly\b/.test(textOf(tree, param))) parameterProperty(builder, param);
  }
}

function declareMethod(builder: Builder, node: number): void {
  const { tree } = builder;
  const name = childIn(tree, node, 'name');
  if (kindOf(tree, parentOf(tree, node)) === 'class_body' && name !== NONE) add(builder, { name: textOf(tree, name), node: name, kind: 'function', level: 'class', at: startOf(tree, node), init: node });
}

/** `constructor(private db: Database)` declares a field as well. */
function parameterProperty(builder: Builder, param: number): void {
  const pattern = patternOf(builder.tree, param);
  if (pattern.kind === 'name') add(builder, { name: pattern.name, node: param, span: pattern.span, kind: 'field', level: 'class', type: pattern.type });
}

function declareField(builder: Builder, node: number): void {
  const { tree } = builder;
  const name = childIn(tree, node, 'name');
  if (name === NONE) return;
  add(builder, { name: textOf(tree, name), node: name, kind: 'field', level: 'class', init: childIn(tree, node, 'value'), type: typeText(tree, node) });
}

function declareImports(builder: Builder, node: number): void {
  for (const { fact, node: name } of importsOf(builder.tree, node)) {
    add(builder, { name: fact.local, node: name, kind: 'import', import: fact });
  }
}

function declareVariable(builder: Builder, node: number): void {
  const { tree } = builder;
  const word = textOf(tree, childOfKind(tree, parentOf(tree, node), 'const', 'let', 'var'));
  const value = childIn(tree, node, 'value');
  const kind = word === 'let' || word === 'var' ? word : 'const';
  declarePattern(builder, childIn(tree, node, 'name'), { kind, of: value, at: startOf(tree, node), type: typeText(tree, node) });
}

function declareLoop(builder: Builder, node: number): void {
  const { tree } = builder;
  const word = textOf(tree, childIn(tree, node, 'kind'));
  if (word === '') return;
  declarePattern(builder, childIn(tree, node, 'left'), { kind: 'loop', of: childIn(tree, node, 'right'), at: startOf(tree, node) });
}

interface Source { readonly kind: Binding['kind']; readonly of: number; readonly at: number; readonly type?: string | null }

function declarePattern(builder: Builder, node: number, source: Source): void {
  if (node === NONE) return;
  const { tree, expressions } = builder;
  const pattern = patternOf(tree, node, source.type ?? null);
  const required = source.of === NONE ? null : requiredModule(tree, source.of);
  // A loop's variable is one element of what is looped over, never the whole: it says so through its pattern.
  const whole = source.kind !== 'loop' && source.kind !== 'param' && source.kind !== 'catch';
  const defaults = source.kind === 'param' ? childIn(tree, node, 'value') : NONE;
  for (const bound of namesIn(pattern)) {
    const fact = required === null ? null : importFact(bound, required);
    add(builder, {
      name: bound.name, node, span: bound.span, at: source.at, kind: source.kind, level: source.kind === 'var' ? 'function' : 'any', type: bound.type, import: fact,
      init: !bound.plain ? NONE : whole ? source.of : defaults,
      pattern: bound.plain && whole || (bound.plain && source.of === NONE) ? null : { pattern, get of() { return source.of === NONE ? null : expressions.of(source.of); }, key: bound.key },
    });
  }
}

/** `const { users } = require('./schema')` is an import like any other; a name out of a member's value is not. */
function importFact(bound: BoundName, required: { readonly module: string; readonly member: string | null }): ImportFact | null {
  if (bound.plain) return { local: bound.name, module: required.module, imported: required.member ?? '*' };
  return required.member === null ? { local: bound.name, module: required.module, imported: bound.key ?? '*' } : null;
}

/** Imports inside a function count too, unless their name means something else at the file's top level. */
function importsFrom(bindings: readonly Binding[], root: Scope | undefined): ImportFact[] {
  const nested = new Set<string>();
  return bindings.flatMap((binding) => {
    if (binding.import === null) return [];
    if (binding.topLevel) return [binding.import];
    if (root?.names.has(binding.name) === true || nested.has(binding.name)) return [];
    nested.add(binding.name);
    return [binding.import];
  });
}

/** `this.db = drizzle(pool)`: the first value each field of each class is given, by class and name. */
function assignedFields(tree: FlatTree, scopes: Nest<Scope>): Map<Scope, Map<string, Assigned>> {
  const out = new Map<Scope, Map<string, Assigned>>();
  for (const node of nodesOf(tree, ['assignment_expression'])) {
    const left = childIn(tree, node, 'left');
    if (kindOf(tree, left) !== 'member_expression' || kindOf(tree, childIn(tree, left, 'object')) !== 'this') continue;
    const scope = scopeFor(scopes, startOf(tree, node), 'class');
    if (scope === null) continue;
    const property = childIn(tree, left, 'property');
    const fields = out.get(scope) ?? new Map<string, Assigned>();
    out.set(scope, fields);
    if (!fields.has(textOf(tree, property))) fields.set(textOf(tree, property), { name: property, value: childIn(tree, node, 'right') });
  }
  return out;
}

/** JavaScript needs no declaration of a field: the first assignment is one. */
function declareAssigned(builder: Builder): void {
  for (const [scope, fields] of builder.assigned) for (const [name, { name: node, value }] of fields) {
    if (!scope.names.has(`this.${name}`)) add(builder, { name, node, kind: 'field', level: 'class', init: value });
  }
}
