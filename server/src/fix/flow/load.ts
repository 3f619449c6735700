import type { LoadStep } from '../../adapters/adapter.ts';
import type { Table } from '../../facts/catalog.ts';
import type { QueryFact } from '../../facts/query.ts';
import type { FlowEvent, ModelRef } from '../../link/flow/summary.ts';
import type { Outline } from '../../lang/outline.ts';
import type { RelationSeen } from '../../rules/rule.ts';
import { basename } from '../../text/path.ts';
import type { Fix } from '../fix.ts';
import { type AskedFlow, eventOf, type FlowFixInput } from './asked.ts';

/** Loads a relation together with the rows whose reading asks for it one by one, in the statement that produced them, wherever it is. Someone has to look: others may use the same rows. */
export function loadFixes(input: FlowFixInput): readonly Fix[] {
  const { site, asked, writers, view } = input;
  const event = eventOf(asked);
  const lazy = event === null ? null : lazyOf(event);
  const sent = lazy === null || lazy.query === null || lazy.opened ? null : asked.queryOf(lazy.query);
  if (lazy === null || sent === null || sent.fact === null) return [];
  const { fact, place: { path } } = sent;
  const text = view.text(path);
  const source = text === null ? null : writers.sources.read(path, text);
  const write = writers.adapters.get(fact.adapter)?.writeLoad;
  if (source === null || source.outline === null || write === undefined) return [];
  const steps = stepsTo(lazy, { path, fact, outline: source.outline }, input);
  // A row that is read in each round has its relation read in each round too: only a join saves something there.
  if (steps === null || (fact.one === true && steps.length === 1 && steps[0]?.many === true)) return [];
  const edits = write({ document: source.document, outline: source.outline, fact, path: steps });
  if (edits === null || edits.length === 0) return [];
  return [{ id: 'load-relation', title: titleOf(steps, path === site.path ? null : path), applicability: 'review', preferred: true, edits: () => ({ changes: [{ path, edits }], creates: [] }) }];
}

type Lazy = Extract<FlowEvent['what'], { readonly kind: 'lazy' }>;

const lazyOf = ({ what }: FlowEvent): Lazy | null => (what.kind === 'lazy' ? what : null);

const titleOf = (steps: readonly LoadStep[], elsewhere: string | null): string => `Load ${[steps[0]?.owner, ...steps.map(({ relation }) => relation)].join('.')} with the rows${elsewhere === null ? '' : ` in ${basename(elsewhere)}`}`;

interface Producer { readonly path: string; readonly fact: QueryFact; readonly outline: Outline }

/** Longer ways are nothing that a loader should be written for unseen. */
const LONGEST = 4;

/** The way from the rows' model to the relation: the relation itself, or one behind others that are loaded or asked for too. Null where it is not known. */
function stepsTo(lazy: Lazy, producer: Producer, { asked, writers }: FlowFixInput): readonly LoadStep[] | null {
  const { fact, path } = producer;
  const entity = fact.entity;
  const found = entity === undefined ? null : (writers.symbols?.resolve(path, entity) ?? null);
  if (entity === undefined || found === null) return null;
  const start: ModelRef = { file: found.file, symbol: found.fact.symbol };
  for (const before of waysFrom(start, lazy, producer, asked)) {
    const model = before.reduce<ModelRef | null>((at, relation) => (at === null ? null : targetOf(at, relation, asked)), start);
    if (model === null || !isSame(model, lazy.model)) continue;
    return named([...before, lazy.relation], start, { entity: entity.join('.'), outline: producer.outline }, asked);
  }
  return null;
}

const isSame = (a: ModelRef, b: ModelRef): boolean => a.file === b.file && a.symbol === b.symbol;

/** Relations that lead to others, shortest ways first: those that the statement loads, and those of the same rows that are asked for one by one. */
function waysFrom(start: ModelRef, lazy: Lazy, { fact }: Producer, asked: AskedFlow): readonly (readonly string[])[] {
  const loaded = (fact.loads ?? []).flatMap(({ path, how }) => (how === 'join' || how === 'batch' ? [path.split('.')] : []));
  const asking = asked.summary.events.flatMap(({ what }) => (what.kind === 'lazy' && what !== lazy ? [what] : []));
  const ways: (readonly string[])[] = [[], ...loaded];
  for (const way of ways) {
    if (way.length >= LONGEST) break;
    const model = way.reduce<ModelRef | null>((at, relation) => (at === null ? null : targetOf(at, relation, asked)), start);
    if (model !== null) ways.push(...asking.filter((what) => isSame(what.model, model)).map((what) => [...way, what.relation]));
  }
  return [...ways].sort((a, b) => a.length - b.length);
}

/** The model that a relation leads to. */
function targetOf(model: ModelRef, relation: string, asked: AskedFlow): ModelRef | null {
  const declared = asked.relationOf(model, relation)?.target?.declarations.find(({ symbol, migration }) => symbol !== null && !migration);
  return declared === undefined || declared.symbol === null ? null : { file: declared.path, symbol: declared.symbol };
}

/** Each relation with its class as the statement's file calls it; null where it has no name for one. */
function named(relations: readonly string[], start: ModelRef, { entity, outline }: { readonly entity: string; readonly outline: Outline }, asked: AskedFlow): readonly LoadStep[] | null {
  const steps: LoadStep[] = [];
  let model: ModelRef | null = start;
  for (const [index, relation] of relations.entries()) {
    const owner: string | null = model === null ? null : index === 0 ? entity : nameOf(outline, model);
    const seen = model === null ? null : asked.relationOf(model, relation);
    if (owner === null || model === null || seen === null) return null;
    steps.push({ owner, relation, many: isToMany(seen) });
    model = targetOf(model, relation, asked);
  }
  return steps;
}

/** What a file calls a model: by its own class, or an import of that name. */
function nameOf(outline: Outline, { symbol }: ModelRef): string | null {
  const bound = outline.bindings.find((binding) => binding.topLevel && (binding.import === null ? binding.kind === 'class' && binding.name === symbol : binding.import.imported === symbol));
  return bound?.name ?? null;
}

/** Which side has the key decides where the model does not say it. */
function isToMany({ entry, owner, target }: RelationSeen): boolean {
  if (entry.cardinality === 'one' || owner === null || target === null) return entry.cardinality === 'many';
  const refers = (from: Table, to: Table): boolean => from.foreignKeys.some(({ refTable }) => refTable === to.key);
  return entry.through !== undefined || !refers(owner, target) || refers(target, owner);
}
