import type { ImportFact } from '../../facts/file.ts';
import type { Span } from '../../text/span.ts';
import { childIn, childrenOf, type FlatTree, kindOf, NONE, nodesOf, parentOf, spanOf, startOf, textOf } from '../flat-tree.ts';
import { innermost, type Nest, nestOf } from '../nest.ts';
import type { Binding } from '../outline.ts';
import type { Expressions } from './expressions.ts';
import { CLASSES, COMPREHENSIONS, FUNCTIONS, isSelf } from './grammar.ts';
import { type FurtherImport, IMPORTS, importsOf, listedNames } from './modules.ts';
import { namesIn, parametersOf, patternOf, typeText } from './patterns.ts';

/** `elsewhere`: names that a function takes from around it by `global` or `nonlocal`. */
interface Scope extends Span { readonly kind: 'module' | 'function' | 'class' | 'comprehension'; readonly names: Map<string, Binding>; readonly elsewhere: Map<string, 'global' | 'nonlocal'>; /** What a name that is declared already stands for within a loop or `with` of its own. */ readonly within: Map<string, { readonly region: Span; readonly binding: Binding }[]> }

export interface Scopes {
  readonly bindings: readonly Binding[];
  readonly imports: readonly ImportFact[];
  readonly furtherImports: readonly FurtherImport[];
  resolve(name: string, offset: number): Binding | null;
}

const DECLARING: readonly string[] = [...IMPORTS, 'assignment', 'augmented_assignment', 'named_expression', 'for_statement', 'for_in_clause', 'as_pattern', 'case_pattern', ...FUNCTIONS, ...CLASSES];

/**
 * All names of the file with the scopes they live in. Functions, classes and comprehensions make scopes, blocks do not; the first assignment in a scope
 * declares, all later ones change. A class has its names as `this.x` for its methods, and by themselves only in its own body.
 */
export function scopesOf(expressions: Expressions): Scopes {
  const builder = startBuilder(expressions);
  for (const node of nodesOf(builder.tree, ['global_statement', 'nonlocal_statement'])) declareElsewhere(builder, node);
  const fields: number[] = [];
  for (const node of nodesOf(builder.tree, DECLARING)) declare(builder, node, fields);
  // What the class body says of a field comes before what its methods do.
  for (const node of fields) declareField(builder, node);
  const bindings = [...builder.bindings].sort((a, b) => a.span.start - b.span.start);
  return { bindings, imports: [...bindings.flatMap((binding) => binding.import ?? []), ...builder.further.map(({ fact }) => fact)], furtherImports: builder.further, resolve: (name, offset) => resolve(builder.scopes, name, offset) };
}

interface Builder {
  readonly tree: FlatTree;
  readonly expressions: Expressions;
  readonly scopes: Nest<Scope>;
  readonly bindings: Binding[];
  readonly further: FurtherImport[];
  /** Bindings that are given a second value. */
  readonly changed: Set<Binding>;
  readonly listed: ReadonlySet<string> | null;
}

function startBuilder(expressions: Expressions): Builder {
  const { tree } = expressions;
  const scopes = nestOf(nodesOf(tree, ['module', ...FUNCTIONS, ...CLASSES, ...COMPREHENSIONS]).map((node) => scopeAt(tree, node)));
  return { tree, expressions, scopes, bindings: [], further: [], changed: new Set(), listed: listedNames(tree) };
}

function scopeAt(tree: FlatTree, node: number): Scope {
  const kind = kindOf(tree, node);
  const whole = kind === 'module' ? { start: 0, end: tree.text.length + 1 } : spanOf(tree, node);
  return { ...whole, kind: kind === 'module' ? 'module' : FUNCTIONS.has(kind) ? 'function' : CLASSES.has(kind) ? 'class' : 'comprehension', names: new Map(), elsewhere: new Map(), within: new Map() };
}

function resolve(scopes: Nest<Scope>, name: string, offset: number): Binding | null {
  const field = name.startsWith('this.');
  let inFunction = false;
  for (let at = innermost(scopes, offset); at >= 0; at = scopes.parents[at] ?? -1) {
    const scope = scopes.ranges[at];
    const found = scope?.kind === 'class' && !field && inFunction ? undefined : scope?.names.get(name);
    if (found !== undefined) return scope?.within.get(field ? '' : name)?.findLast(({ region }) => region.start <= offset && offset < region.end)?.binding ?? found;
    // `this` of a class ends there: an outer class's fields are not this one's.
    if (scope?.kind === 'class' && field) return null;
    inFunction ||= scope?.kind === 'function';
  }
  return null;
}

interface NewBinding {
  readonly name: string;
  readonly span: Span;
  readonly kind: Binding['kind'];
  readonly scope: Scope | null;
  readonly init?: number;
  readonly pattern?: Binding['pattern'];
  readonly type?: string | null;
  readonly import?: ImportFact | null;
  /** The loop or `with` that declares the name. */
  readonly region?: Span | undefined;
}

function add(builder: Builder, made: NewBinding): void {
  const { scope, name } = made;
  if (scope === null || name === '') return;
  const inClass = scope.kind === 'class';
  const key = inClass ? `this.${name}` : name;
  const known = scope.names.get(key);
  if (known !== undefined) builder.changed.add(known);
  if (known !== undefined && (made.region === undefined || inClass)) return;
  const init = made.init ?? NONE;
  const topLevel = scope.kind === 'module';
  const { expressions, changed, listed } = builder;
  const binding: Binding = {
    name, topLevel, exported: topLevel && (listed === null ? !name.startsWith('_') : listed.has(name)),
    get kind() { return made.kind === 'const' && changed.has(binding) ? 'let' : made.kind === 'const' && inClass ? 'field' : made.kind; },
    get init() { return init === NONE ? null : expressions.of(init); },
    pattern: made.pattern ?? null, type: made.type ?? null, import: made.import ?? null, span: made.span, scope: { start: scope.start, end: Math.min(scope.end, builder.tree.text.length) },
  };
  builder.bindings.push(binding);
  if (known !== undefined && made.region !== undefined) {
    const within = scope.within.get(key);
    if (within === undefined) scope.within.set(key, [{ region: made.region, binding }]);
    else within.push({ region: made.region, binding });
    return;
  }
  scope.names.set(key, binding);
  if (inClass && !scope.names.has(name)) scope.names.set(name, binding);
}

/** The scope that an assignment at `offset` declares in: never a comprehension, and around what says `global` of the name. */
function scopeFor({ scopes }: Builder, offset: number, name: string): Scope | null {
  let at = innermost(scopes, offset);
  while (at > 0 && scopes.ranges[at]?.kind === 'comprehension') at = scopes.parents[at] ?? 0;
  const where = scopes.ranges[at]?.elsewhere.get(name);
  if (where === 'global') return scopes.ranges[0] ?? null;
  if (where === 'nonlocal') { const outer = resolve(scopes, name, offset); return scopes.ranges.find((scope) => outer !== null && scope.names.get(name) === outer) ?? null; }
  return scopes.ranges[at] ?? null;
}

/** The scope around the one that starts at an offset. */
function scopeAround({ scopes }: Builder, start: number): Scope | null {
  const at = innermost(scopes, start);
  return scopes.ranges[at > 0 && scopes.ranges[at]?.start === start ? (scopes.parents[at] ?? 0) : at] ?? null;
}

function declareElsewhere({ tree, scopes }: Builder, node: number): void {
  const scope = scopes.ranges[innermost(scopes, startOf(tree, node))];
  for (const name of childrenOf(tree, node)) scope?.elsewhere.set(textOf(tree, name), kindOf(tree, node) === 'global_statement' ? 'global' : 'nonlocal');
}

function declare(builder: Builder, node: number, fields: number[]): void {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  const at = startOf(tree, node);
  if (FUNCTIONS.has(kind)) declareFunction(builder, node);
  else if (CLASSES.has(kind)) declareNamed(builder, node, 'class');
  else if (IMPORTS.includes(kind)) declareImports(builder, node);
  else if (kind === 'assignment') declareAssignment(builder, node, fields);
  else if (kind === 'augmented_assignment') markChanged(builder, childIn(tree, node, 'left'));
  else if (kind === 'named_expression') declareTarget(builder, childIn(tree, node, 'name'), { kind: 'const', of: childIn(tree, node, 'value'), at });
  else if (kind === 'for_statement') declareTarget(builder, childIn(tree, node, 'left'), { kind: 'loop', of: childIn(tree, node, 'right'), at, region: spanOf(tree, node) });
  else if (kind === 'for_in_clause') declareTarget(builder, childIn(tree, node, 'left'), { kind: 'loop', of: childIn(tree, node, 'right'), at, own: true });
  else if (kind === 'as_pattern') declareAlias(builder, node);
  else declareCapture(builder, node);
}

function declareNamed(builder: Builder, node: number, kind: 'function' | 'class'): void {
  const name = childIn(builder.tree, node, 'name');
  if (name === NONE) return;
  add(builder, { name: textOf(builder.tree, name), span: spanOf(builder.tree, name), kind, scope: scopeAround(builder, startOf(builder.tree, node)), init: kind === 'function' ? node : NONE });
}

function declareFunction(builder: Builder, node: number): void {
  const { tree, scopes } = builder;
  declareNamed(builder, node, 'function');
  const scope = scopes.ranges[innermost(scopes, startOf(tree, node))] ?? null;
  for (const { name, type, value } of parametersOf(tree, node)) add(builder, { name: textOf(tree, name), span: spanOf(tree, name), kind: 'param', scope, type, init: value });
}

function declareImports(builder: Builder, node: number): void {
  for (const { fact, node: name } of importsOf(builder.tree, node)) {
    const scope = scopeFor(builder, startOf(builder.tree, node), fact.local);
    const bound = scope?.names.get(scope.kind === 'class' ? `this.${fact.local}` : fact.local);
    if (fact.local === '*' || (bound !== undefined && !sameImport(bound.import, fact))) builder.further.push({ fact, topLevel: scope?.kind === 'module' });
    if (fact.local !== '*') add(builder, { name: fact.local, span: spanOf(builder.tree, name), kind: 'import', scope, import: fact });
  }
}

const sameImport = (a: ImportFact | null, b: ImportFact): boolean => a !== null && a.module === b.module && a.imported === b.imported && a.loads === b.loads;

function declareAssignment(builder: Builder, node: number, fields: number[]): void {
  const { tree } = builder;
  const left = childIn(tree, node, 'left');
  if (isOwnField(tree, left)) fields.push(node);
  else declareTarget(builder, left, { kind: 'const', of: childIn(tree, node, 'right'), at: startOf(tree, node), type: typeText(tree, node) });
}

const isOwnField = (tree: FlatTree, left: number): boolean => kindOf(tree, left) === 'attribute' && isSelf(textOf(tree, childIn(tree, left, 'object')));

/** `self.conn = connect()`: a field of the class around it. */
function declareField(builder: Builder, node: number): void {
  const { tree, scopes } = builder;
  let at = innermost(scopes, startOf(tree, node));
  while (at > 0 && scopes.ranges[at]?.kind !== 'class') at = scopes.parents[at] ?? 0;
  const property = childIn(tree, childIn(tree, node, 'left'), 'attribute');
  const scope = scopes.ranges[at];
  if (property === NONE || scope?.kind !== 'class') return;
  add(builder, { name: textOf(tree, property), span: spanOf(tree, property), kind: 'field', scope, init: childIn(tree, node, 'right'), type: typeText(tree, node) });
}

function markChanged(builder: Builder, left: number): void {
  const { tree, scopes } = builder;
  const binding = kindOf(tree, left) === 'identifier' ? resolve(scopes, textOf(tree, left), startOf(tree, left)) : null;
  if (binding !== null) builder.changed.add(binding);
}

/** `with connect() as conn`, `except Error as error`, `case [a] as pair`. */
function declareAlias(builder: Builder, node: number): void {
  const { tree } = builder;
  const target = childIn(tree, node, 'alias');
  const parent = kindOf(tree, parentOf(tree, node));
  const children = childrenOf(tree, node);
  const name = target === NONE ? (children[1] ?? NONE) : target;
  declareTarget(builder, name, { kind: parent === 'with_item' ? 'const' : 'catch', of: parent === 'with_item' ? (children[0] ?? NONE) : NONE, at: startOf(tree, node), ...(parent === 'with_item' ? { region: withAround(tree, node) } : {}) });
}

/** The statement of a `with` item, however many there are in it. */
function withAround(tree: FlatTree, item: number): Span {
  let at = parentOf(tree, item);
  while (at !== NONE && kindOf(tree, at) !== 'with_statement') at = parentOf(tree, at);
  return spanOf(tree, at === NONE ? item : at);
}

/** A name by itself in a `case` takes whatever stands there. */
function declareCapture(builder: Builder, node: number): void {
  const { tree } = builder;
  const [only] = childrenOf(tree, node);
  const name = only !== undefined && kindOf(tree, only) === 'dotted_name' ? childrenOf(tree, only) : [];
  if (name.length === 1) declareTarget(builder, name[0] ?? NONE, { kind: 'catch', of: NONE, at: startOf(tree, node) });
}

/** `own`: the names live in the comprehension itself. */
interface Source { readonly kind: Binding['kind']; readonly of: number; readonly at: number; readonly type?: string | null; readonly own?: boolean; readonly region?: Span }

function declareTarget(builder: Builder, target: number, source: Source): void {
  const { tree, expressions, scopes } = builder;
  const pattern = patternOf(tree, target, source.type ?? null);
  // A loop's variable is one element of what is looped over, never the whole: it says so through its pattern.
  const whole = source.kind === 'const';
  for (const bound of namesIn(tree, target)) {
    add(builder, {
      name: bound.name, span: bound.span, kind: source.kind, type: bound.plain ? (source.type ?? null) : null,
      scope: source.own === true ? (scopes.ranges[innermost(scopes, source.at)] ?? null) : scopeFor(builder, source.at, bound.name),
      init: bound.plain && whole ? source.of : NONE, region: source.region,
      pattern: bound.plain && whole ? null : { pattern, get of() { return source.of === NONE ? null : expressions.of(source.of); }, key: bound.key },
    });
  }
}
