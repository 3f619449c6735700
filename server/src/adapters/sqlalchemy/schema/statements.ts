import type { ColumnRef, SymbolPath } from '../../../facts/expr.ts';
import type { ColumnDecl, IndexDef, ModelFact, TableDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { keyword } from '../alembic/arguments.ts';
import { columnOfOwner } from './attributes.ts';
import { coreTable, tableCall } from './core-table.ts';
import { indexOf } from './keys.ts';
import { DEFAULT_NAMING } from './metadata.ts';
import { callWord, pathOf, type Reading } from './reading.ts';

/** An index that a statement adds to a table, with the path to that table. */
interface Added { readonly owner: SymbolPath; readonly index: IndexDef<ColumnRef> }

/** `Index('ix', User.email)` outside classes and tables: the columns tell whose it is. */
export function addedIndexes(reading: Reading): readonly Added[] {
  const { outline, reader } = reading;
  const calls = outline.calls.filter((call) => callWord(reading, call) === 'Index' && !isOperation(call));
  if (calls.length === 0) return [];
  const isInside = insideOf([...outline.classes, ...outline.calls.filter((call) => tableCall(reading, call) !== null)].map(({ span }) => span));
  return calls.filter((call) => !isInside(call.span.start)).flatMap((call) => {
    const owner = call.args.map((arg) => ownerIn(reading, arg, 0)).find((found) => found !== null) ?? null;
    const key = owner?.join('.');
    const index = owner === null ? null : indexOf(call, (expr) => { const column = columnOfOwner(expr); return column !== null && column.owner.join('.') === key ? column.attr : null; }, reader);
    return owner === null || index === null ? [] : [{ owner, index }];
  });
}

/** Whether an offset lies in one of these ranges, which may lie in each other. */
function insideOf(spans: readonly Span[]): (offset: number) => boolean {
  const outer: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) if (span.start >= (outer.at(-1)?.end ?? 0)) outer.push(span);
  return (offset) => {
    let [low, high] = [0, outer.length];
    while (low < high) { const middle = (low + high) >> 1; if ((outer[middle]?.start ?? 0) <= offset) low = middle + 1; else high = middle; }
    return (outer[low - 1]?.end ?? 0) > offset;
  };
}

/** `op.create_index` and its kind are another's. */
const isOperation = ({ callee }: CallHost): boolean => callee.kind === 'member' && callee.object.kind === 'identifier' && /^(?:op|batch_op)$/.test(callee.object.name);

/** The table of the first column in an expression. */
function ownerIn(reading: Reading, expr: HostExpr, depth: number): SymbolPath | null {
  if (depth > 8) return null;
  const column = columnOfOwner(expr);
  if (column !== null && callWord(reading, expr) === null && reading.outline.resolve(column.owner[0] ?? '', expr.span.start) !== null) return column.owner;
  if (expr.kind === 'call') {
    const inner = expr.args.map((arg) => ownerIn(reading, arg, depth + 1)).find((found) => found !== null);
    return inner ?? (expr.callee.kind === 'member' ? ownerIn(reading, expr.callee.object, depth + 1) : null);
  }
  return expr.kind === 'binary' ? (ownerIn(reading, expr.left, depth + 1) ?? ownerIn(reading, expr.right, depth + 1)) : null;
}

/** A declaration that adds to a table of another place, or maps a class to it: it shares that table as a subclass does. */
const sharing = (symbol: string, table: SymbolPath, more: Pick<TableDecl, 'span' | 'nameSpan'> & Partial<TableDecl>): TableDecl => ({
  kind: 'table', adapter: 'sqlalchemy', symbol, name: { byBases: symbol }, schema: null, dialect: null, columns: [], constraints: [], indexes: [], casing: 'attr', partial: null, unnamed: DEFAULT_NAMING, bases: [table], ...more,
});

/** Indexes of tables that other files declare. */
export const indexDecls = (added: readonly Added[]): readonly TableDecl[] =>
  added.map(({ owner, index }) => sharing(`index ${index.name ?? owner.join('.')}`, owner, { indexes: [index], span: index.span, nameSpan: index.span }));

/** Tables of SQLAlchemy's Core, under the name that the file gives them. */
export function readTables(reading: Reading): readonly TableDecl[] {
  const { outline } = reading;
  const inClasses = outline.classes.flatMap((cls) => cls.members.flatMap((member) => (member.kind === 'assign' && member.name === '__table__' && member.value !== null ? [member.value.span.start] : [])));
  return outline.calls.flatMap((call) => {
    if (tableCall(reading, call) === null || inClasses.includes(call.span.start)) return [];
    const binding = outline.bindings.find(({ init, kind }) => init?.span.start === call.span.start && init.span.end === call.span.end && kind !== 'param');
    return [coreTable(reading, call, binding?.name.replace(/^this\./, '') ?? `table ${call.span.start}`)];
  });
}

/** `mapper_registry.map_imperatively(User, users, properties={…})`, `mapper(User, users)`. */
export function mappedClasses(reading: Reading): readonly ModelFact[] {
  return reading.outline.calls.flatMap((call): ModelFact[] => {
    const word = callWord(reading, call);
    if (word !== 'map_imperatively' && word !== 'mapper') return [];
    const [cls, table] = [pathOf(call.args[0] ?? keyword(call, 'class_')), pathOf(call.args[1] ?? keyword(call, 'local_table'))];
    if (cls === null || table === null) return [];
    return [sharing(cls.join('.'), table, { columns: renamed(call), span: call.span, nameSpan: call.args[0]?.span ?? call.span })];
  });
}

/** `properties={'name': users.c.user_name}`. */
function renamed(call: CallHost): readonly ColumnDecl[] {
  const properties = keyword(call, 'properties') ?? call.args[2];
  return properties?.kind !== 'object' ? [] : properties.properties.flatMap((property): ColumnDecl[] => {
    const column = property.kind === 'property' ? columnOfOwner(property.value) : null;
    return column === null || property.kind !== 'property' ? [] : [{ kind: 'column', attr: property.key, name: column.attr, type: null, notNull: false, primaryKey: false, unique: false, references: null, span: property.span }];
  });
}
