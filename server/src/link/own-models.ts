import type { Dialect } from '../facts/dialect.ts';
import type { CustomModel } from '../facts/entry.ts';
import type { ProgramExpr } from '../facts/program.ts';
import type { SchemaOp, SchemaStatement } from '../facts/schema.ts';
import { INDEX_ATTR } from '../lang/model-names.ts';
import { readSql } from '../sql/index.ts';
import type { SqlParsers } from '../sql/read.ts';
import type { Span } from '../text/span.ts';
import { customOf, customTexts } from './custom-models.ts';
import { type Consumer, consumersOf } from './follow/consumers.ts';
import { followed, type Hierarchy, isAbstract, methodOf, methodsOf, tableOf } from './follow/classes.ts';
import { speaksOf } from './follow/mentions.ts';
import { isDdl, isOpen, previewOf } from './follow/shape.ts';
import { sqlTextOf } from './follow/sql-text.ts';
import type { ClassValue, Part, TextValue, Value } from './follow/values.ts';
import type { World } from './follow/world.ts';

/** A class that makes its own table: what it creates, with its indexes, and what could not be told. */
export interface OwnTable {
  readonly file: string;
  readonly symbol: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly op: Extract<SchemaOp, { readonly op: 'create-table' }>;
}

/** A statement, and the class whose list it stands in. */
export interface OwnStatement extends SchemaStatement { readonly path: string; readonly holder?: { readonly file: string; readonly symbol: string; readonly nameSpan: Span } }

/** What classes of the workspace create by code of its own. `statements`: indexes of tables that no class creates, and tables of which not all could be told. */
export interface OwnSchema { readonly tables: readonly OwnTable[]; readonly statements: readonly OwnStatement[]; /** Texts of the code that were followed to whole statements. */ readonly understood: readonly { readonly path: string; readonly span: Span }[] }

export interface OwnInput { readonly world: World; readonly hierarchy: Hierarchy; readonly sql: SqlParsers; readonly dialectOf: (file: string) => Dialect | null; /** What the configuration says of classes. */ readonly customs: (file: string) => readonly CustomModel[]; /** What was made of a class before, where nothing that it rests on has changed since. */ readonly keep?: (of: ClassValue, make: () => MadeByClass) => MadeByClass }

const BUDGET = 20_000;

export function ownSchema(input: OwnInput): OwnSchema {
  const consumers = consumersOf(input.world, INDEX_ATTR);
  const made = input.hierarchy.classes.map((of) => { const make = (): MadeByClass => (isAbstract(input.world, input.hierarchy, of) ? toBuildUpon(of, input) : ofClass(of, input, consumers)); return input.keep === undefined ? make() : input.keep(of, make); });
  const tables = new Map<string, OwnTable>();
  for (const one of made) if (one.table !== null && !tables.has(keyOf(one.table.op.table, one.table.file))) tables.set(keyOf(one.table.op.table, one.table.file), one.table);
  return { tables: [...tables.values()], statements: made.flatMap(({ statements }) => statements), understood: distinctPlaces(made.flatMap(({ understood }) => understood)) };
}

const keyOf = (table: { readonly schema: string | null; readonly name: string }, file: string): string => `${file}|${table.schema ?? ''}.${table.name.toLowerCase()}`;

const distinctPlaces = (places: OwnSchema['understood']): OwnSchema['understood'] => [...new Map(places.map((place) => [`${place.path}|${place.span.start}`, place])).values()];

export interface MadeByClass extends Pick<OwnSchema, 'statements' | 'understood'> { readonly table: OwnTable | null }

function ofClass(of: ClassValue, input: OwnInput, consumers: readonly Consumer[]): MadeByClass {
  const lists = listsOf(of, input);
  const whole = textsOf(of, input, lists, consumers);
  return { ...made(of, input, lists, created(whole, of, lists, input)), understood: whole.flatMap((text) => placesOf(text.parts, input.world)) };
}

/** What a class that is there to be built upon would create is a template: each heir fills it in, or has its own. */
const toBuildUpon = (of: ClassValue, input: OwnInput): MadeByClass => ({ table: null, statements: [], understood: ddlOf(of, input.world, listsOf(of, input), []).flatMap((text) => placesOf(text.parts, input.world)) });

/** What a class creates, statement by statement. */
export function createdBy(of: ClassValue, input: OwnInput, consumers: readonly Consumer[]): readonly Placed[] {
  const lists = listsOf(of, input);
  return created(textsOf(of, input, lists, consumers), of, lists, input);
}

const created = (texts: readonly TextValue[], of: ClassValue, lists: readonly IndexList[], input: OwnInput): readonly Placed[] => distinct(texts.flatMap((text) => operationsOf(text, of, lists, input)));

/** Whole statements that make tables and indexes. */
function textsOf(of: ClassValue, { world, customs }: OwnInput, lists: readonly IndexList[], consumers: readonly Consumer[]): readonly TextValue[] {
  const custom = customOf(of, world, customs(of.file));
  return [...ddlOf(of, world, lists, consumers), ...(custom === null ? [] : customTexts(of, custom, world))].filter(({ parts }) => !isOpen(parts));
}

/** Statements that make tables and indexes, as methods of a class and what asks for its lists put them together. */
function ddlOf(of: ClassValue, world: World, lists: readonly IndexList[], consumers: readonly Consumer[]): readonly TextValue[] {
  const methods = methodsOf(world, of).filter(({ fn }) => speaksOf(fn, /\bcreate\b/i) || lists.some(({ name }) => speaksOf(fn, new RegExp(`"${name}"`))));
  const texts = methods.flatMap(({ owner, fn }) => { const { statements, gives } = followed(world, BUDGET, (run) => methodOf(run, of, owner, fn)); return [...textsIn(gives), ...statements.map(({ text }) => text)]; });
  texts.push(...consumers.flatMap((consumer) => (lists.some(({ name }) => consumer.attrs.has(name)) ? consumer.follow(of) : [])));
  return texts.filter(isDdl);
}

/** The lists of indexes that a class has, its own or inherited, that are not empty. */
export interface IndexList { readonly name: string; readonly owner: ClassValue; readonly value: ProgramExpr; readonly span: Span }

export function listsOf(of: ClassValue, { world, customs }: OwnInput): readonly IndexList[] {
  const custom = customOf(of, world, customs(of.file))?.indexAttr;
  const seen = new Set<string>();
  return world.lineage(of).flatMap((owner) => owner.decl.attrs.flatMap((attr): IndexList[] => {
    const span = world.programs.get(owner.file)?.places[attr.at];
    if (attr.value === null || span === undefined || !(INDEX_ATTR.test(attr.name) || attr.name === custom) || seen.has(attr.name)) return [];
    seen.add(attr.name);
    return isEmpty(attr.value) ? [] : [{ name: attr.name, owner, value: attr.value, span }];
  }));
}

const isEmpty = (value: ProgramExpr): boolean => (value.e === 'list' && value.items.length === 0) || (value.e === 'dict' && value.entries.length === 0) || value.e === 'none';

/** All texts that a value holds. */
function textsIn(value: Value, depth = 0): TextValue[] {
  if (depth > 6) return [];
  switch (value.v) {
    case 'text': return [value];
    case 'list': return value.items.flatMap((item) => textsIn(item, depth + 1));
    case 'dict': return value.entries.flatMap(([, item]) => textsIn(item, depth + 1));
    case 'many': return textsIn(value.item, depth + 1);
    case 'maybe': return textsIn(value.value, depth + 1);
    default: return [];
  }
}

const placesOf = (parts: readonly Part[], world: World): OwnSchema['understood'] =>
  parts.flatMap((part) => { const place = part.p === 'text' ? part.place : null; const span = place === null ? undefined : world.programs.get(place.file)?.places[place.at]; return place === null || span === undefined ? [] : [{ path: place.file, span }]; });

/** `entry`: it stands in a list of the class's. */
export interface Placed { readonly path: string; readonly statement: SchemaStatement; readonly entry: boolean }

/** What a text creates, told of where its first word of that class's own stands: at the entry of its list, at the text in the class, else at the class. */
function operationsOf(text: TextValue, of: ClassValue, lists: readonly IndexList[], { world, sql, dialectOf }: OwnInput): Placed[] {
  if (!isExact(text)) return [];
  const entry = entryOf(text.parts, lists, world);
  const file = entry?.file ?? of.file;
  const program = world.programs.get(file);
  if (program === undefined) return [];
  const around = entry?.span ?? program.places[of.decl.at] ?? { start: 0, end: 0 };
  const call = entry?.span ?? program.places[of.decl.nameAt] ?? around;
  const dialect = dialectOf(file) ?? 'sqlite';
  const read = readSql(sqlTextOf(text.parts, { file, program, call, around }), dialect, sql);
  return read.statements.filter(({ operation }) => operation.op !== 'unreadable').map((statement) => ({ path: file, entry: entry !== null && entry.file === of.file, statement: entry === null ? statement : atEntry(statement, entry.span) }));
}

/** What a reader of half-typed SQL would mend, a database refuses. */
const isExact = ({ parts }: TextValue): boolean => !/^\s*create\s+(?:unique\s+)?index\b/i.test(previewOf(parts)) || /^\s*create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|[\w.$]+)\s+on\s/i.test(previewOf(parts));

const atEntry = (statement: SchemaStatement, span: Span): SchemaStatement =>
  statement.operation.op === 'create-index' ? { ...statement, span, operation: { ...statement.operation, index: { ...statement.operation.index, span } } } : { ...statement, span };

/** The entry of a list that a text was made of. */
function entryOf(parts: readonly Part[], lists: readonly IndexList[], world: World): { readonly file: string; readonly span: Span } | null {
  for (const part of parts) {
    if (part.p !== 'text' || part.place === null) continue;
    const { file, at } = part.place;
    const span = world.programs.get(file)?.places[at];
    const list = lists.find((one) => span !== undefined && one.owner.file === file && one.span.start <= span.start && span.end <= one.span.end);
    if (list === undefined || span === undefined) continue;
    const entry = entriesIn(list.value).map((item) => spanOf(item, world, file)).find((one) => one !== null && one.start <= span.start && span.end <= one.end);
    return { file, span: entry ?? span };
  }
  return null;
}

const entriesIn = (value: ProgramExpr): readonly ProgramExpr[] => (value.e === 'list' ? value.items : value.e === 'dict' ? value.entries.map(([, item]) => item) : [value]);

const spanOf = (item: ProgramExpr, world: World, file: string): Span | null => ('at' in item ? (world.programs.get(file)?.places[item.at] ?? null) : null);

/** The same statement can come from several methods. */
function distinct(placed: readonly Placed[]): readonly Placed[] {
  const seen = new Set<string>();
  return placed.filter(({ statement: { operation } }) => {
    const key = operation.op === 'create-index' ? `index|${operation.table.name}|${operation.index.name}|${JSON.stringify(operation.index.keys.map((one) => ({ ...one, expr: { ...one.expr, span: null } })))}` : operation.op === 'create-table' ? `table|${operation.table.name}` : JSON.stringify(operation);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function made(of: ClassValue, { world, dialectOf }: OwnInput, lists: readonly IndexList[], operations: readonly Placed[]): Omit<MadeByClass, 'understood'> {
  const program = world.programs.get(of.file);
  const [span, nameSpan] = [program?.places[of.decl.at], program?.places[of.decl.nameAt]];
  const creates = operations.flatMap(({ statement: { operation } }) => (operation.op === 'create-table' ? [operation] : []));
  const own = tableOf(world, of);
  const main = creates.find(({ table }) => own === null || table.name.toLowerCase() === own.toLowerCase()) ?? null;
  const indexes = operations.flatMap(({ path, statement }) => (statement.operation.op === 'create-index' ? [{ path, statement, index: statement.operation }] : []));
  const doubt = lists.length > 0 && indexes.length === 0 && own !== null && span !== undefined ? [unreadable(own, of, span, dialectOf)] : [];
  if (main === null || span === undefined || nameSpan === undefined) return { table: null, statements: [...operations.map((one) => held(one, of, nameSpan)), ...doubt] };
  const isOwn = (table: { readonly name: string }): boolean => table.name.toLowerCase() === main.table.name.toLowerCase();
  const others = operations.filter(({ statement: { operation } }) => operation !== main && !(operation.op === 'create-index' && isOwn(operation.table)));
  const op = { ...main, indexes: [...main.indexes, ...indexes.filter(({ index }) => isOwn(index.table)).map(({ index }) => index.index)] };
  return { table: { file: of.file, symbol: of.decl.name, span, nameSpan, op }, statements: [...others.map(({ path, statement }) => ({ ...statement, path })), ...doubt] };
}

const held = ({ path, statement, entry }: Placed, of: ClassValue, nameSpan: Span | undefined): OwnStatement =>
  ({ ...statement, path, ...(entry && nameSpan !== undefined ? { holder: { file: of.file, symbol: of.decl.name, nameSpan } } : {}) });

/** A list that nothing is known to read: an index may be there all the same. */
const unreadable = (table: string, of: ClassValue, span: Span, dialectOf: OwnInput['dialectOf']): OwnSchema['statements'][number] =>
  ({ path: of.file, span, dialect: dialectOf(of.file), operation: { op: 'unreadable', table: { schema: null, name: table }, reason: `the code that makes the indexes of ${of.decl.name} was not understood` } });

