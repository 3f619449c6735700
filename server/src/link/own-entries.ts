import type { EntryShape, EntryStyle } from '../facts/entry.ts';
import type { ProgramExpr } from '../facts/program.ts';
import type { IndexDef } from '../facts/schema.ts';
import { entryFor, has, shapeOf } from '../lang/model-entries.ts';
import { classOfSymbol, INDEX_ATTR } from '../lang/model-names.ts';
import { customOf, customStyle } from './custom-models.ts';
import { consumersOf, type Consumer } from './follow/consumers.ts';
import type { ClassValue } from './follow/values.ts';
import { createdBy, listsOf, type OwnInput, type Placed } from './own-models.ts';

/**
 * How the class keeps its indexes in a list: as most entries of its own do, else as those of other classes, else in one of the usual shapes. Whatever the
 * shape, it is tried: an entry of it must make the project's own code create just that index. Null where no shape does.
 */
export function entryStyle(file: string, symbol: string, input: OwnInput): EntryStyle | null {
  const of = input.hierarchy.classes.find((one) => one.file === file && one.decl.name === classOfSymbol(symbol));
  if (of === undefined) return null;
  const custom = customOf(of, input.world, input.customs(file));
  if (custom !== null) return customStyle(custom);
  const consumers = consumersOf(input.world, INDEX_ATTR);
  const trial: Trial = { input, consumers, of };
  const siblings = input.hierarchy.classes.filter((one) => one.decl !== of.decl);
  for (const attr of attrsOf(of, siblings, input)) {
    const shapes = [...learnt([of], attr, trial), ...learnt(siblings, attr, trial), ...USUAL].flatMap((shape) => (has(shape, 'column') ? [spread(shape), widened(shape), shape] : [shape]));
    for (const shape of shapes) { const works = tried(shape, attr, trial); if (works !== null) return { attr, entry: works }; }
  }
  return null;
}

interface Trial { readonly input: OwnInput; readonly consumers: readonly Consumer[]; readonly of: ClassValue }

/** The attributes that could hold the list: the class's own and inherited, then those of others. */
function attrsOf(of: ClassValue, siblings: readonly ClassValue[], { world }: OwnInput): readonly string[] {
  const named = (one: ClassValue): string[] => one.decl.attrs.flatMap(({ name, value }) => (value !== null && INDEX_ATTR.test(name) ? [name] : []));
  const own = world.lineage(of).flatMap(named);
  return [...new Set(own.length > 0 ? own : siblings.filter((one) => one.decl.bases.length === 0 || world.lineage(one).some((base) => world.lineage(of).some(({ decl }) => decl === base.decl))).flatMap(named))];
}

/** The shapes of entries whose index is known: those that can say several columns first, then the most frequent. */
function learnt(classes: readonly ClassValue[], attr: string, { input, consumers }: Trial): readonly EntryShape[] {
  const counts = new Map<string, { readonly shape: EntryShape; count: number }>();
  for (const of of classes) {
    const list = listsOf(of, input).find((one) => one.name === attr && one.owner.decl === of.decl);
    if (list?.value.e !== 'list') continue;
    const places = input.world.programs.get(of.file)?.places ?? [];
    const placed = createdBy(of, input, consumers);
    for (const entry of list.value.items) {
      const at = 'at' in entry ? places[entry.at]?.start : undefined;
      const made = placed.find(({ statement }) => statement.operation.op === 'create-index' && statement.span.start === at)?.statement.operation;
      const shape = made?.op === 'create-index' ? shapeOf(entry, made.index, made.table.name) : null;
      if (shape === null) continue;
      const key = JSON.stringify(shape);
      const known = counts.get(key) ?? { shape, count: 0 };
      known.count++;
      counts.set(key, known);
    }
  }
  return [...counts.values()].sort((a, b) => Number(has(a.shape, 'column')) - Number(has(b.shape, 'column')) || b.count - a.count).map(({ shape }) => shape);
}

/** Where one column is an item, several may be as many. */
const spread = (shape: EntryShape): EntryShape => mapped(shape, (one) => (one.x === 'column' ? { x: 'spread' } : one));

/** Where one column is a text, several may be one with commas. */
const widened = (shape: EntryShape): EntryShape => mapped(shape, (one) => (one.x === 'column' ? { x: 'columns', form: 'text', direction: null } : one));

const COLUMNS: EntryShape = { x: 'columns', form: 'list', direction: null };
const UNIQUE: EntryShape = { x: 'unique' };
const NAME: EntryShape = { x: 'name' };

/** What people write where there is nothing to imitate, from what says most to what says least. */
const USUAL: readonly EntryShape[] = [
  { x: 'dict', entries: [['name', NAME], ['columns', COLUMNS], ['unique', UNIQUE]] },
  { x: 'dict', entries: [['name', NAME], ['columns', COLUMNS]] }, { x: 'dict', entries: [['columns', COLUMNS], ['unique', UNIQUE]] }, { x: 'dict', entries: [['columns', COLUMNS]] },
  { x: 'list', form: 'tuple', items: [NAME, COLUMNS, UNIQUE] }, { x: 'list', form: 'tuple', items: [NAME, COLUMNS] }, { x: 'list', form: 'tuple', items: [NAME, { x: 'columns', form: 'tuple', direction: null }] },
  { x: 'list', form: 'tuple', items: [NAME, { x: 'columns', form: 'text', direction: null }] }, { x: 'list', form: 'tuple', items: [COLUMNS, UNIQUE] },
  { x: 'statement' },
  { x: 'columns', form: 'tuple', direction: null }, COLUMNS, { x: 'columns', form: 'text', direction: null }, { x: 'column' },
];

/** The shape as it works, with a way to say DESC where there is one. */
function tried(shape: EntryShape, attr: string, trial: Trial): EntryShape | null {
  const several = !has(shape, 'column');
  const columns = several ? [['trial_a'], ['trial_a', 'trial_b']] : [['trial_a']];
  if (!columns.every((names) => works(shape, attr, probe(names, 'asc'), trial))) return has(shape, 'columns') ? tried(narrowed(shape), attr, trial) : null;
  if (has(shape, 'unique') && !works(shape, attr, { ...probe(['trial_a'], 'asc'), unique: true }, trial)) return null;
  const said = directionOf(shape);
  return [said, 'tuple' as const, 'text' as const].map((direction) => withDirection(shape, direction)).find((one) => works(one, attr, probe(['trial_a'], 'desc'), trial)) ?? withDirection(shape, null);
}

/** One column where several do not work. */
const narrowed = (shape: EntryShape): EntryShape => mapped(shape, (one) => (one.x === 'columns' && one.form === 'text' ? { x: 'column' } : one.x === 'columns' ? { x: 'list', form: one.form === 'text' ? 'list' : one.form, items: [{ x: 'column' }] } : one));

const directionOf = (shape: EntryShape): 'tuple' | 'text' | null => { const found = JSON.stringify(shape).match(/"direction":"(tuple|text)"/)?.[1]; return found === 'tuple' || found === 'text' ? found : null; };

const withDirection = (shape: EntryShape, direction: 'tuple' | 'text' | null): EntryShape => mapped(shape, (one) => (one.x === 'columns' ? { ...one, direction: one.form === 'text' && direction !== null ? 'text' : direction } : one));

function mapped(shape: EntryShape, change: (one: EntryShape) => EntryShape): EntryShape {
  const own = change(shape);
  if (own.x === 'dict') return { ...own, entries: own.entries.map(([key, inner]) => [key, mapped(inner, change)]) };
  if (own.x === 'list' && shape.x === 'list') return { ...own, items: own.items.map((inner) => mapped(inner, change)) };
  if (own.x === 'call') return { ...own, args: own.args.map((inner) => mapped(inner, change)), keywords: own.keywords.map(([key, inner]) => [key, mapped(inner, change)]) };
  return own;
}

const NOWHERE = { start: 0, end: 0 };

const probe = (columns: readonly string[], direction: 'asc' | 'desc'): IndexDef<string> => ({
  name: 'trial_index', unique: false, method: 'btree', include: [], where: null, span: NOWHERE,
  keys: columns.map((column) => ({ expr: { kind: 'column', column, span: NOWHERE }, direction, nulls: 'default' })),
});

/** Whether an entry of that shape makes the project's code create just that index. */
function works(shape: EntryShape, attr: string, index: IndexDef<string>, { input, consumers, of }: Trial): boolean {
  const table = createdTable(of, input, consumers) ?? { schema: null, name: 'trial' };
  const entry = entryFor(shape, { index, table, dialect: input.dialectOf(of.file) ?? 'sqlite', ifNotExists: true });
  if (entry === null) return false;
  const value: ProgramExpr = { e: 'list', form: 'list', items: [entry], at: of.decl.at };
  const changed: ClassValue = { ...of, decl: { ...of.decl, attrs: [...of.decl.attrs.filter(({ name }) => name !== attr), { name: attr, type: null, value, at: of.decl.at }] } };
  const made = createdBy(changed, input, consumers).flatMap(({ statement: { operation } }) => (operation.op === 'create-index' && isTrial(operation.index) ? [operation.index] : []));
  const [only] = made;
  return made.length === 1 && only !== undefined && only.unique === index.unique && (!(has(shape, 'name') || has(shape, 'statement')) || only.name === index.name) && sameKeys(only, index);
}

const createdTable = (of: ClassValue, input: OwnInput, consumers: readonly Consumer[]): { readonly schema: string | null; readonly name: string } | null =>
  createdBy(of, input, consumers).map(({ statement: { operation } }: Placed) => (operation.op === 'create-table' ? operation.table : null)).find((table) => table !== null) ?? null;

const isTrial = (index: IndexDef<string>): boolean => index.keys.some(({ expr }) => expr.kind === 'column' && expr.column.startsWith('trial_'));

const sameKeys = (a: IndexDef<string>, b: IndexDef<string>): boolean =>
  a.keys.length === b.keys.length && a.keys.every((key, at) => { const other = b.keys[at]; return key.expr.kind === 'column' && other?.expr.kind === 'column' && key.expr.column === other.expr.column && key.direction === other.direction; });
