import { adapters } from '../../../server/src/adapters/index.ts';
import type { FileFacts } from '../../../server/src/facts/file.ts';
import { codeOf } from '../../../server/src/link/flow/code-of.ts';
import { summaryOf } from '../../../server/src/link/flow/finish.ts';
import { unitKey } from '../../../server/src/link/flow/roots.ts';
import type { Worked } from '../../../server/src/link/flow/run.ts';
import type { FlowEvent, ModelRef, Summary, UnitRef } from '../../../server/src/link/flow/summary.ts';
import { workOut } from '../../../server/src/link/flow/work-out.ts';
import type { FlowWorld, RelationLook, UnitQuery } from '../../../server/src/link/flow/world.ts';
import { moduleResolver } from '../../../server/src/link/modules.ts';
import { readPackage, readTsConfig } from '../../../server/src/link/project.ts';
import { symbolResolver } from '../../../server/src/link/symbols.ts';
import { relationIndex } from '../../../server/src/schema/bind/relations.ts';
import { type Files, flowFacts } from '../flow-code-support.ts';
import { queriesOfFile } from './unit-queries.ts';

/** Everything that the run of units asks, made of files by the real readers. */
function worldOf(files: Files): { readonly world: FlowWorld; readonly facts: ReadonlyMap<string, FileFacts> } {
  const facts = flowFacts(files);
  const named = (name: string) => Object.entries(files).filter(([path]) => path === name || path.endsWith(`/${name}`));
  const project = { packages: named('package.json').map(([path, text]) => readPackage(path, text)), tsconfigs: named('tsconfig.json').map(([path, text]) => readTsConfig(path, text, (at) => files[at] ?? null)), python: [] };
  const modules = moduleResolver(project, new Set(facts.keys()));
  const symbols = symbolResolver(facts, modules);
  const code = codeOf(facts, modules, symbols);
  const relations = relationIndex(facts.values(), symbols);
  const modelOf = (file: string, path: readonly string[]): ModelRef | null => { const found = symbols.resolve(file, path); return found?.fact.kind === 'table' ? { file: found.file, symbol: found.fact.symbol } : null; };
  const queries = new Map<string, readonly UnitQuery[]>();
  for (const [path, one] of facts) for (const [key, list] of queriesOfFile(one, code.units(path).map(({ ref, unit: { span } }) => ({ ref, span })), (entity) => modelOf(path, entity))) queries.set(key, list);
  const relation = (model: ModelRef, name: string): RelationLook | null => {
    const found = relations(model.file, model.symbol).find(({ entry }) => entry.name === name);
    if (found === undefined) return null;
    const { entry: { loading, target, cardinality }, file } = found;
    const byName = [...facts.values()].flatMap((one) => one.models.flatMap((fact) => (fact.kind === 'table' && fact.symbol === target.at(-1) ? [{ file: one.path, symbol: fact.symbol }] : [])));
    return { target: modelOf(file, target) ?? byName[0] ?? null, cardinality, loading: loading === 'access' || loading === undefined ? (file.endsWith('.py') ? 'lazy' : 'never') : loading === 'query' ? 'access' : loading, adapter: 'sqlalchemy' };
  };
  const words = new Map(adapters.flatMap(({ id, sends }) => (sends === undefined ? [] : [[id, sends] as const])));
  const isColumn = ({ file, symbol }: ModelRef, name: string): boolean => facts.get(file)?.models.some((model) => model.kind === 'table' && model.symbol === symbol && model.columns.some((column) => column.kind === 'column' && column.attr === name)) === true;
  return { facts, world: { code, queriesIn: (unit) => queries.get(unitKey(unit)) ?? [], sending: (adapter) => words.get(adapter) ?? null, senders: () => [...words.values()], relation, isColumn } };
}

/** Summaries of units by their names. Circles are cut where they come back. */
export function summariesIn(files: Files): (file: string, unit: string, ordinal?: number) => Summary | null {
  const { world } = worldOf(files);
  const [known, working] = [new Map<string, Worked | null>(), new Set<string>()];
  const workedOf = (ref: UnitRef): Worked | 'working' | null => {
    const key = unitKey(ref);
    if (working.has(key)) return 'working';
    const before = known.get(key);
    if (before !== undefined) return before;
    working.add(key);
    const worked = workOut(ref, world, workedOf);
    working.delete(key);
    known.set(key, worked);
    return worked;
  };
  return (file, unit, ordinal = 0) => { const worked = workedOf({ file, unit, ordinal }); return worked === null || worked === 'working' ? null : summaryOf(worked); };
}

/** A summary in lines: `query m.py:get via get in for(ids) by loop0` for each event, with all that matters to rules. `texts`: to name places by their code. */
export function told(summary: Summary | null, files: Files, textOf: (place: FlowEvent['at']) => string): readonly string[] {
  return summary === null ? ['nothing is known'] : summary.events.map((event) => eventText(event, summary, files, textOf));
}

function eventText({ what, via, loops, varies, sometimes, memoised, onlyIf, at }: FlowEvent, { repeaters }: Summary, _files: Files, textOf: (place: FlowEvent['at']) => string): string {
  const name = what.kind === 'query' ? `query ${textOf(what.query)}` : what.kind === 'lazy' ? `${what.opened ? 'opens' : 'reads'} ${what.path ?? what.relation} of ${what.model.symbol}${what.query === null ? '' : ` from ${textOf(what.query)}`}` : 'flush';
  const around = loops.map((id) => { const repeater = repeaters[id]; const inner = varies.some((root) => root.root === 'loop' && root.loop === id); return `${inner ? 'varies in' : 'in'} ${repeater?.form} ${repeater?.name}${repeater?.rounds.rounds === 'many' ? '' : ` (${repeater?.rounds.rounds})`}${repeater?.over == null ? '' : ' over rows'}`; });
  const params = varies.flatMap((root) => (root.root === 'param' ? [`p${root.index}`] : []));
  return [name, ...(via.length === 0 ? [] : [`at ${textOf(at)} via ${via.map((frame) => frame.name).join(' > ')}`]), ...around, ...(params.length === 0 ? [] : [`by ${params.join()}`]), ...(sometimes ? ['sometimes'] : []), ...(memoised ? ['memoised'] : []), ...onlyIf.map(({ param, is }) => `if ${is ? '' : 'not '}p${param}`)].join(', ');
}

/** Summaries of files in lines. */
export function flowOf(files: Files): (file: string, unit: string, ordinal?: number) => readonly string[] {
  const summaries = summariesIn(files);
  const facts = flowFacts(files);
  const textOf = ({ in: { file, unit, ordinal }, at }: FlowEvent['at']): string => {
    const found = facts.get(file)?.flow?.units.filter(({ name }) => name === unit)[ordinal];
    const text = (files[file] ?? '').slice((found?.span.start ?? 0) + at[0], (found?.span.start ?? 0) + at[1]).replace(/\s+/g, ' ');
    return text.length > 90 ? `${text.slice(0, 87)}...` : text;
  };
  return (file, unit, ordinal = 0) => told(summaries(file, unit, ordinal), files, textOf);
}
