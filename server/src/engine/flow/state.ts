import { languageOf } from '../../text/language.ts';
import { isQuiet, settingsFor } from '../../config/scope.ts';
import type { Budget } from '../../facts/budget.ts';
import type { FileFacts, FileProblem } from '../../facts/file.ts';
import type { Site } from '../../facts/finding.ts';
import type { AskedFlow } from '../../fix/index.ts';
import type { FlowUnit } from '../../facts/flow.ts';
import type { Code } from '../../link/flow/code.ts';
import { codeOf } from '../../link/flow/code-of.ts';
import type { Worked } from '../../link/flow/run.ts';
import type { QueryRef, Summary, UnitRef } from '../../link/flow/summary.ts';
import type { FlowWorld } from '../../link/flow/world.ts';
import type { ModuleResolver } from '../../link/modules.ts';
import type { CheckedFile } from '../check.ts';
import type { Linked } from '../link.ts';
import type { EngineOptions } from '../options.ts';
import type { Derived } from '../project-files.ts';
import { lazy } from '../lazy.ts';
import { guard } from '../read-file.ts';
import { askedOf } from './asked.ts';
import { budgetsOf } from './budget.ts';
import { UnitCosts } from './budget-cost.ts';
import { isHandler, registeredHandlers } from './handlers.ts';
import { importersOf } from './importers.ts';
import { type Judged, type JudgeGround, judgeUnit, listening } from './judge.ts';
import { Questions } from './questions.ts';
import { roleOf } from './roles.ts';
import { TooDeep, unitKey, UnitRuns, type WorkedOf } from './runs.ts';
import { showsTheSame } from './shape.ts';
import { type FlowSites, flowSites, type Placed } from './sites.ts';
import { type Statement, statementsOf } from './statements.ts';
import { flowWorld } from './world.ts';

/** How units are run (link/flow). */
export interface Interpreter { readonly run: (ref: UnitRef, world: FlowWorld, workedOf: WorkedOf) => Worked | null; readonly summary: (worked: Worked) => Summary }

/** One revision of the workspace. `leads`: whether a unit of a file may lead to a query. `text`: of files with ignores. */
export interface FlowInput { readonly facts: ReadonlyMap<string, FileFacts>; readonly leads: (file: string, unit: string) => boolean; readonly checked: ReadonlyMap<string, CheckedFile>; readonly linked: Linked; readonly modules: ModuleResolver; readonly derived: Derived; readonly options: EngineOptions; readonly text: (path: string) => string | null }

/** What is told of the flow: its sites in file order, the ignores that did something, and what crashed. */
export interface FlowTold extends FlowSites { readonly problems: ReadonlyMap<string, readonly FileProblem[]>; /** What a rule spoke of at a site, for its fixes. */ readonly asked: (site: Site) => AskedFlow | null; /** Of a file's functions; what was known at first stays once a later revision has begun. */ readonly budgets: (path: string) => readonly Budget[] }

/** More were asked in a long life of typing: then all is asked anew. */
const MOST_QUESTIONS = 1_000_000;

/**
 * What the code of the workspace asks of its databases, kept from one revision to the next: a unit is run again only when its code, a query in it or something that it asked
 * of others has changed, and rules look again only where one of their answers has.
 */
export class FlowState {
  readonly #questions = new Questions();
  readonly #runs: UnitRuns;
  readonly #interpreter: Interpreter;
  #options: Pick<EngineOptions, 'report'> = {};
  #revision = 0;
  #input: FlowInput | null = null;
  #namesChanged = 0;
  /** Tables, or the configuration. */
  #groundChanged = 0;
  readonly #fileChanged = new Map<string, number>();
  readonly #summaries = new WeakMap<Worked, Summary>();
  #judged: ReadonlyMap<string, Judged> = new Map();
  /** In which revision that was found to hold. */
  readonly #saidAt = new WeakMap<Judged, number>();
  readonly #crashed = new Map<string, FileProblem[]>();
  #registered: { readonly at: number; readonly names: ReadonlySet<string> } = { at: -1, names: new Set() };

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.#runs = new UnitRuns(this.#questions, (ref, workedOf) => this.#run(ref, workedOf));
  }

  /** What is to be told of this revision. */
  tell(input: FlowInput): FlowTold {
    const code = codeOf(input.facts, input.modules, input.linked.symbols);
    this.#begin(input, code);
    const statement = (ref: QueryRef): Statement | null => statementsOf(input.checked.get(ref.in.file) ?? null).at(ref);
    const ground: JudgeGround = { code, linked: input.linked, derived: input.derived, options: input.options, statement };
    const judged = new Map<string, Judged>();
    const files = [...input.facts.values()].flatMap((facts) => (facts.flow === undefined || isSilent(facts, input) ? [] : [{ facts, placed: this.#placed(facts, ground, judged) }]));
    this.#judged = judged;
    return { ...flowSites(files, { derived: input.derived, text: input.text, statement }), problems: this.#problems(judged), asked: (site) => askedOf(site, judged.values(), ground), budgets: this.#budgets(input, ground) };
  }

  /** The last names of functions that send queries. */
  #sending(input: FlowInput, code: Code): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [path, facts] of input.facts) {
      if (facts.flow === undefined || isSilent(facts, input)) continue;
      for (const { ref, unit } of code.units(path)) if (unit.nameSpan !== null && input.leads(path, unit.name) && (this.summary(ref)?.events.length ?? 0) > 0) found.add(unit.name.slice(unit.name.lastIndexOf('.') + 1));
    }
    return found;
  }

  #budgets(input: FlowInput, ground: JudgeGround): (path: string) => readonly Budget[] {
    const [made, known] = [this.#revision, new Map<string, readonly Budget[]>()];
    const costs = new UnitCosts({ summary: (ref) => this.summary(ref), body: (ref) => ground.code.unit(ref)?.fn.body ?? [], context: (ref) => listening({ ref, role: 'application', handler: false }, ground).context });
    const sends = lazy(() => this.#sending(input, ground.code));
    return (path) => {
      const facts = input.facts.get(path);
      if (facts?.flow === undefined || isSilent(facts, input)) return [];
      const before = known.get(path);
      // Summaries are those of the newest revision.
      if (before !== undefined || made !== this.#revision) return before ?? [];
      const units = ground.code.units(path).filter(({ unit }) => languageOf(path) === 'python' || input.leads(path, unit.name));
      const budgets = budgetsOf(facts, { costs, units, code: ground.code, sends, summary: (ref) => this.summary(ref), flushes: (ref) => this.#runs.of(ref)?.happenings.filter(({ open }) => open?.op === 'flush') ?? [], statement: ground.statement, handler: (ref, unit) => isHandler(ref, unit, facts, this.#registeredIn(ground.code)) });
      known.set(path, budgets);
      return budgets;
    };
  }

  /** What one unit asks of the database; null where it has none, or where running it crashed. */
  summary(ref: UnitRef): Summary | null {
    const worked = this.#runs.of(ref);
    if (worked === null) return null;
    const known = this.#summaries.get(worked) ?? this.#interpreter.summary(worked);
    this.#summaries.set(worked, known);
    return known;
  }

  #begin(input: FlowInput, code: Code): void {
    this.#revision++;
    this.#options = input.options;
    const before = this.#input;
    this.#input = input;
    const all = before === null || before.modules !== input.modules || this.#questions.size > MOST_QUESTIONS;
    if (all) { this.#questions.forget(); this.#runs.forget(); }
    if (before?.linked !== input.linked || before.derived !== input.derived) this.#groundChanged = this.#revision;
    const { files, shapes } = this.#changedFiles(input, before);
    const names = shapes.size === 0 ? shapes : importersOf(shapes, input.facts, input.modules);
    if (all || names.size > 0) this.#namesChanged = this.#revision;
    const world = flowWorld({ code, linked: input.linked, options: input.options, checked: (path) => input.checked.get(path) ?? null });
    this.#runs.begin(this.#revision, this.#questions.begin(world, { all, models: before?.linked !== input.linked, entities: before?.linked.symbols.all !== input.linked.symbols.all, files, names }));
  }

  /** Files that are others than before, and those of them that show others something else. */
  #changedFiles(input: FlowInput, before: FlowInput | null): { readonly files: ReadonlySet<string>; readonly shapes: ReadonlySet<string> } {
    const [files, shapes] = [new Set<string>(), new Set<string>()];
    for (const [path, facts] of input.facts) {
      const old = before?.facts.get(path);
      if (old === facts && before?.checked.get(path) === input.checked.get(path)) continue;
      files.add(path);
      this.#fileChanged.set(path, this.#revision);
      if (old === facts) continue;
      this.#crashed.delete(path);
      if (old === undefined || !showsTheSame(old, facts)) shapes.add(path);
    }
    for (const path of before?.facts.keys() ?? []) if (!input.facts.has(path)) { files.add(path); shapes.add(path); this.#fileChanged.set(path, this.#revision); }
    return { files, shapes };
  }

  #placed(facts: FileFacts, ground: JudgeGround, judged: Map<string, Judged>): readonly Placed[] {
    const role = roleOf(facts, false);
    // Where reading an attribute may be a query, a unit asks the database without speaking of anything that does.
    const lazy = languageOf(facts.path) === 'python';
    return ground.code.units(facts.path).flatMap(({ ref, unit }) => {
      const summary = lazy || this.#input?.leads(facts.path, unit.name) === true ? this.summary(ref) : null;
      if (summary === null || summary.events.length + summary.chains.length + summary.listUses.length === 0) return [];
      const key = unitKey(ref);
      const before = this.#judged.get(key);
      const result = before !== undefined && this.#stillSaid(before, summary, unit) ? before : judgeUnit({ ref, unit, summary, role, handler: isHandler(ref, unit, facts, this.#registeredIn(ground.code)) }, ground, before);
      this.#saidAt.set(result, this.#revision);
      judged.set(key, result);
      return result.spoken.map((spoken): Placed => ({ path: facts.path, enclosing: unit.name, summary, spoken }));
    });
  }

  /** Whether nothing changed that could change what rules said of a unit. */
  #stillSaid(before: Judged, summary: Summary, unit: FlowUnit): boolean {
    const at = this.#saidAt.get(before) ?? 0;
    return before.summary === summary && before.unit === unit && at >= this.#groundChanged && at >= this.#namesChanged && before.files.every((path) => (this.#fileChanged.get(path) ?? 0) <= at);
  }

  #registeredIn(code: Code): ReadonlySet<string> {
    if (this.#registered.at !== this.#namesChanged) this.#registered = { at: this.#namesChanged, names: registeredHandlers(this.#input?.facts.values() ?? [], code) };
    return this.#registered.names;
  }

  /** Invariant 4: a unit whose run crashes has no summary, and that is told. */
  #run(ref: UnitRef, workedOf: WorkedOf): Worked | null {
    try {
      return this.#interpreter.run(ref, this.#questions.world, workedOf);
    } catch (error) {
      if (error instanceof TooDeep) throw error;
      const problems = this.#crashed.get(ref.file) ?? [];
      this.#crashed.set(ref.file, problems);
      return guard(this.#options, problems, ref.file, 'following of calls', () => { throw error; });
    }
  }

  #problems(judged: ReadonlyMap<string, Judged>): ReadonlyMap<string, readonly FileProblem[]> {
    const found = new Map<string, readonly FileProblem[]>(this.#crashed);
    for (const [key, { problems }] of judged) if (problems.length > 0) { const path = key.slice(0, key.indexOf('\n')); found.set(path, [...(found.get(path) ?? []), ...problems]); }
    return found;
  }
}

/** Migrations run once; tests and seeds are read and not judged. */
const isSilent = ({ path }: FileFacts, { linked, derived }: FlowInput): boolean => linked.migrations.has(path) || isQuiet(settingsFor(path, derived.settings, derived.outer), path);
