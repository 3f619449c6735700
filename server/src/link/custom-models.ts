import type { CustomModel, CustomShape, EntryShape, EntryStyle, Slot } from '../facts/entry.ts';
import type { ProgramExpr } from '../facts/program.ts';
import { attributeOf } from './follow/objects.ts';
import { newFrame, startRun } from './follow/run.ts';
import { joined } from './follow/texts.ts';
import { listOf, literalOf, type ClassValue, type Part, pastedParts, text, type TextValue, type Value } from './follow/values.ts';
import { memberIn, type World } from './follow/world.ts';

/** What the configuration says of a class: that of the first of its bases that it names, be it one that is not in the workspace. */
export function customOf(of: ClassValue, world: World, customs: readonly CustomModel[]): CustomModel | null {
  if (customs.length === 0) return null;
  const names = new Set(world.lineage(of).flatMap(({ decl }) => [decl.name, ...decl.bases.flatMap(lastName)]));
  return customs.find(({ baseClass }) => names.has(baseClass)) ?? null;
}

function lastName(expr: ProgramExpr): readonly string[] {
  if (expr.e === 'index') return lastName(expr.of);
  return expr.e === 'name' || expr.e === 'attr' ? [expr.name] : [];
}

const BUDGET = 2_000;
const SEPARATOR = text(', ');

/** The indexes of a class whose entries the configuration explains, as the statements that would make them. */
export function customTexts(of: ClassValue, custom: CustomModel, world: World): readonly TextValue[] {
  const frame = newFrame(startRun(world, BUDGET), of.file);
  const table = attributeOf(frame, of, custom.tableAttr);
  const list = attributeOf(frame, of, custom.indexAttr);
  const name = literalOf(table);
  if (name === null || name === '' || list.v !== 'list' || memberIn(world, of, custom.indexAttr) === null) return [];
  return list.items.flatMap((entry) => statementOf(entry, custom.shape, name));
}

function statementOf(entry: Value, shape: CustomShape, table: string): readonly TextValue[] {
  if (shape === 'sql') return entry.v === 'text' ? [entry] : [];
  const slot = (wanted: Slot): Value | null => slotOf(entry, shape, wanted);
  const columns = slot('columns');
  const keys = columns === null ? null : keysOf(columns);
  if (keys === null) return [];
  const [named, unique, where] = [slot('name'), slot('unique'), slot('where')];
  const name: readonly Part[] = named?.v === 'text' ? named.parts : text(`${table}_${literalOf({ v: 'text', parts: keys })?.replace(/\W+/g, '_') ?? 'index'}`).parts;
  const words = text(unique?.v === 'bool' && unique.value ? 'CREATE UNIQUE INDEX IF NOT EXISTS ' : 'CREATE INDEX IF NOT EXISTS ').parts;
  const condition = where?.v === 'text' && where.parts.length > 0 ? [...text(' WHERE ').parts, ...where.parts] : [];
  return [{ v: 'text', parts: [...words, ...name, ...text(` ON ${table} (`).parts, ...keys, ...text(')').parts, ...condition] }];
}

function slotOf(entry: Value, shape: Exclude<CustomShape, 'sql'>, wanted: Slot): Value | null {
  if (shape === 'column' || shape === 'columns') return wanted === 'columns' ? entry : null;
  if (isSlots(shape)) return entry.v === 'list' && shape.includes(wanted) ? (entry.items[shape.indexOf(wanted)] ?? null) : null;
  const key = shape[wanted];
  if (key === undefined) return null;
  if (entry.v === 'object') return entry.fields.get(key) ?? null;
  return entry.v === 'dict' ? (entry.entries.find(([own]) => literalOf(own) === key)?.[1] ?? null) : null;
}

const isSlots = (shape: CustomShape): shape is readonly Slot[] => Array.isArray(shape);

/** `['a', ('b', 'DESC')]`, `'a, b DESC'`. */
function keysOf(columns: Value): readonly Part[] | null {
  if (columns.v === 'text') return columns.parts;
  if (columns.v !== 'list') return null;
  const keys = joined(SEPARATOR.parts, listOf(columns.items.map((item): Value => (item.v === 'list' ? joined(text(' ').parts, item) : { v: 'text', parts: pastedParts(item) }))));
  return keys.v === 'text' && keys.parts.length > 0 ? keys.parts : null;
}

/** How an entry is written by what the configuration says. */
export function customStyle({ indexAttr, shape }: CustomModel): EntryStyle {
  return { attr: indexAttr, entry: entryShape(shape) };
}

const COLUMNS: EntryShape = { x: 'columns', form: 'list', direction: 'tuple' };
const inSlot = (slot: Slot): EntryShape => (slot === 'columns' ? COLUMNS : slot === 'where' ? { x: 'as-is', value: { e: 'none' } } : { x: slot });

function entryShape(shape: CustomShape): EntryShape {
  if (shape === 'sql') return { x: 'statement' };
  if (shape === 'column') return { x: 'column' };
  if (shape === 'columns') return { x: 'columns', form: 'tuple', direction: null };
  if (isSlots(shape)) return { x: 'list', form: 'tuple', items: shape.map(inSlot) };
  const slots: readonly Slot[] = ['name', 'columns', 'unique'];
  return { x: 'dict', entries: slots.flatMap((slot) => { const key = shape[slot]; return key === undefined ? [] : [[key, inSlot(slot)] as const]; }) };
}
