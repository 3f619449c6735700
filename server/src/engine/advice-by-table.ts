import { type Advice, advise } from '../advice/advise.ts';
import { type Habits, habitsOf, habitsText } from '../advice/habits.ts';
import type { AdviceInput } from '../advice/input.ts';
import { takenNames } from '../advice/naming.ts';
import { learnPattern } from '../advice/pattern.ts';
import type { AccessPath } from '../facts/access.ts';
import type { Catalog, Table } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { EngineOptions } from './options.ts';
import { relocateAdvice, sameButMoved } from './relocate-advice.ts';
import type { TableUses } from './table-uses.ts';

/** What was advised on one table, and what that rests on: the table, what is said of it, how its queries are, how indexes are called here, and which names were free. */
export interface KnownAdvice { readonly table: Table | undefined; readonly manner: string; readonly taken: ReadonlyMap<string, boolean>; readonly inputs: readonly AdviceInput[]; readonly advice: Advice }

export interface AdviceGround { readonly catalog: Catalog; readonly uses: TableUses | undefined; readonly options: EngineOptions; /** By catalog and table. */ readonly known: Map<string, KnownAdvice> }

const unused: readonly AccessPath[] = [];

/** What is advised where nothing is kept of it. */
export function adviseOn(inputs: readonly AdviceInput[], { catalog, uses, options }: Omit<AdviceGround, 'known'>): Advice {
  return advise(inputs, { catalog, nameIndex: (spec) => nameOf(spec, catalog, options), habits: (table) => habitsOf(uses?.paths.get(table) ?? unused) });
}

/** What is advised on one table rests on that table's inputs and what its queries have in common, but for names, which must differ over the whole schema. */
export function adviceByTable(inputs: readonly AdviceInput[], ground: AdviceGround): readonly Advice[] {
  const byTable = new Map<string, AdviceInput[]>();
  for (const one of inputs) { const list = byTable.get(one.table); if (list === undefined) byTable.set(one.table, [one]); else list.push(one); }
  const style = JSON.stringify([learnPattern(ground.catalog), ground.catalog.extensions ?? []]);
  const advice = [...byTable].map(([table, own]) => adviceOn(table, own, style, ground));
  const names = advice.flatMap((one) => one.needs.map((need) => need.index.name?.toLowerCase()));
  return new Set(names).size === names.length ? advice : [adviseOn(inputs, ground)];
}

function adviceOn(key: string, inputs: readonly AdviceInput[], style: string, ground: AdviceGround): Advice {
  const { catalog, uses, known } = ground;
  const table = catalog.tables.get(key);
  const habits: Habits = habitsOf(uses?.paths.get(key) ?? unused);
  const manner = `${style}|${habitsText(habits)}`;
  const id = `${catalog.id}\n${key}`;
  const before = known.get(id);
  const names = takenNames(catalog);
  const stands = before !== undefined && before.table === table && before.manner === manner && sameInputs(before.inputs, inputs) && [...before.taken].every(([name, was]) => names.has(name) === was);
  if (stands) {
    const advice = relocateAdvice(before.advice, before.inputs, inputs);
    known.set(id, { ...before, inputs, advice });
    return advice;
  }
  const taken = new Map<string, boolean>();
  const isTaken = (name: string): boolean => { const is = names.has(name); taken.set(name, is); return is; };
  const advice = advise(inputs, { catalog, nameIndex: (spec) => nameOf(spec, catalog, ground.options), habits: () => habits, isTaken });
  known.set(id, { table, manner, taken, inputs, advice });
  return advice;
}

const sameInputs = (before: readonly AdviceInput[], now: readonly AdviceInput[]): boolean => before.length === now.length && before.every((one, i) => { const other = now[i]; return other !== undefined && sameButMoved(one, other); });

/** The name that the ORM which declares the table would give. */
function nameOf(spec: IndexSpec, catalog: Catalog, options: EngineOptions): string | null {
  const table = catalog.tables.get(spec.table);
  const home = table?.declarations.find((d) => !d.migration);
  const adapter = options.adapters.find((a) => a.id === home?.adapter);
  return table === undefined || adapter?.nameIndex === undefined ? null : adapter.nameIndex({ ...spec, table: table.schema === null ? table.name : `${table.schema}.${table.name}` });
}
