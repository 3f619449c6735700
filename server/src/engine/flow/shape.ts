import type { FileFacts } from '../../facts/file.ts';
import type { FlowClass, FlowExpr, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { givenBack, pathOf, stepsIn } from '../../link/flow/code-expressions.ts';
import { isStatement } from '../../link/flow/code-index.ts';
import { isEqualData } from '../../text/equal.ts';

/**
 * Whether two readings of a file show others the same: names, models, classes, what constants and fields are given, and of functions how they are called and what they give.
 * Then what names mean stands, in this file and in all that lead to it, whatever else its functions do (link/flow/code.ts looks at nothing more).
 */
export function showsTheSame(a: FileFacts, b: FileFacts): boolean {
  if (a.flow === b.flow && a.imports === b.imports && a.exports === b.exports && a.aliases === b.aliases && a.models === b.models) return true;
  return isEqualData([a.imports, a.exports, a.aliases, modelsOf(a)], [b.imports, b.exports, b.aliases, modelsOf(b)]) && sameUnits(shownBy(a), shownBy(b)) && (a.flow?.classes === b.flow?.classes || isEqualData(classesShown(a), classesShown(b)));
}

const modelsOf = ({ models }: FileFacts): unknown => models.map((model) => [model.kind, 'symbol' in model ? model.symbol : '']);

/** A constant that is a model is nothing but that, whatever it is given (link/flow/code-names.ts). */
function shownBy({ models, flow }: FileFacts): readonly FlowUnit[] {
  const tables = new Set(models.flatMap((model) => (model.kind === 'table' ? [model.symbol] : [])));
  return tables.size === 0 ? (flow?.units ?? []) : (flow?.units ?? []).filter((unit) => !(isStatement(unit) && unit.fn.body.length > 0 && unit.fn.body.every((step) => step.s === 'let' && step.target.t === 'name' && tables.has(step.target.name))));
}

const sameUnits = (a: readonly FlowUnit[], b: readonly FlowUnit[]): boolean => a.length === b.length && a.every((unit, i) => { const other = b[i]; return other !== undefined && sameUnit(unit, other); });

/** Columns and relations of a model are told by the model: of what they are given the names alone count. */
function classesShown(facts: FileFacts): readonly unknown[] {
  const told = new Map<string, Set<string>>();
  const tell = (symbol: string, names: readonly string[]): void => { told.set(symbol, new Set([...(told.get(symbol) ?? []), ...names])); };
  for (const model of facts.models) {
    if (model.kind === 'table') tell(model.symbol, model.columns.flatMap((column) => (column.kind === 'column' ? [column.attr] : [])));
    if (model.kind === 'relations') tell(model.from.join('.'), model.entries.map(({ name }) => name));
  }
  return (facts.flow?.classes ?? []).map((one) => ({ ...one, span: null, fields: fieldsShown(one, told.get(one.name)) }));
}

const fieldsShown = ({ fields }: FlowClass, told: ReadonlySet<string> | undefined): unknown => (told === undefined ? fields : fields.map((field) => (told.has(field.name) && field.value !== null ? { ...field, value: namedBy(field.value) } : field)));

function sameUnit(a: FlowUnit, b: FlowUnit): boolean {
  if (a.name !== b.name) return false;
  if (a.fn === b.fn) return true;
  if (isStatement(a) || isStatement(b) || givesFields(a) || givesFields(b)) return false;
  return isEqualData(faceOf(a), faceOf(b));
}

/** What a caller can see of a function without running it; where things stand in it does not matter. */
const faceOf = ({ fn }: FlowUnit): unknown => withoutPlaces([fn.params, fn.flags, fn.decorators, fn.returns, givenBack(fn).map((expr) => namedBy(expr))]);

/** The names by which the type of what is given back is told (link/flow/code-types.ts). */
function namedBy(expr: FlowExpr): unknown {
  switch (expr.e) {
    case 'await': return namedBy(expr.of);
    case 'either': return [expr.op, namedBy(expr.left), namedBy(expr.right)];
    case 'if': return [namedBy(expr.yes), namedBy(expr.no)];
    case 'name': case 'attr': return pathOf(expr);
    case 'call': return [pathOf(expr.of), [...expr.args, ...expr.keywords.map(({ value }) => value)].slice(0, 1).map(pathOf)];
    default: return null;
  }
}

/** A method that gives its instance fields: what they hold is told by its places. */
function givesFields({ fn }: FlowUnit): boolean {
  return fn.flags.includes('constructor') || [...stepsIn(fn.body)].some((step: FlowStep) => step.s === 'let' && step.target.t === 'attr');
}

function withoutPlaces(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPlaces);
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (key === 'at' ? [] : [[key, withoutPlaces(item)]])));
}
