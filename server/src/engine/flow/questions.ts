import type { FlowUnit } from '../../facts/flow.ts';
import type { Code } from '../../link/flow/code.ts';
import type { UnitRef } from '../../link/flow/summary.ts';
import type { FlowWorld } from '../../link/flow/world.ts';
import { isEqualData } from '../../text/equal.ts';

/** Something that runs of units asked of the workspace. `askers`: keys of those units. `renew` asks again, and tells whether the answer is another one. `heard`: the number of who listened when it was asked last. */
export interface Question { readonly rests: Rests; readonly askers: Set<string>; readonly renew: (world: FlowWorld) => boolean; heard: number }
interface Answered<T> extends Question { was: T }

/**
 * What an answer rests on. `names`: what names mean in the file that is spoken of. `code`: that, and the file's own functions. `queries`: the file's own statements, and
 * the models that they load. `model`: the models of the workspace. `family`: what is built on a class, wherever that is.
 */
type Rests = 'names' | 'code' | 'queries' | 'model' | 'family';

/** What has changed since answers were given. `all`: anything may have. `files`: those whose functions or statements did. `names`: those in which names may have come to mean something else. `models`: what tables and relations are may be another. `entities`: a name may lead to another model. */
export interface Changes { readonly all: boolean; readonly models: boolean; readonly entities: boolean; readonly files: ReadonlySet<string>; readonly names: ReadonlySet<string> }

/**
 * The workspace as units of code ask it. An answer is kept until something that it rests on has changed; one that is equal then stays the object that it was, and
 * nobody hears of it.
 */
export class Questions {
  #now: FlowWorld | null = null;
  #asked: { readonly number: number; readonly questions: Question[] } | null = null;
  #listeners = 0;
  readonly #byFile = new Map<string, Set<Question>>();
  readonly #kinds: Map<string, Map<string, unknown>>[] = [];
  #size = 0;

  /** From now on answers are those of `world`. Gives the keys of units that were told something else before. */
  begin(world: FlowWorld, changes: Changes): ReadonlySet<string> {
    this.#now = world;
    const misled = new Set<string>();
    const far = changes.all || changes.models || changes.names.size > 0;
    for (const file of far ? this.#byFile.keys() : changes.files) {
      for (const question of this.#byFile.get(file) ?? []) if (mayDiffer(question, file, changes) && question.renew(world)) for (const asker of question.askers) misled.add(asker);
    }
    return misled;
  }

  get size(): number {
    return this.#size;
  }

  forget(): void {
    for (const known of this.#kinds) known.clear();
    this.#byFile.clear();
    this.#size = 0;
  }

  /** What is asked while `work` runs, but for what is asked in a `listen` of its own. A question may be there more than once. */
  listen<T>(work: () => T): { readonly result: T; readonly asked: readonly Question[] } {
    const before = this.#asked;
    const asked: Question[] = [];
    this.#asked = { number: ++this.#listeners, questions: asked };
    try {
      return { result: work(), asked };
    } finally {
      this.#asked = before;
    }
  }

  /** Questions of one kind. */
  #kind<T>(rests: Rests): (file: string, key: string, again: (world: FlowWorld) => T) => T {
    const known = new Map<string, Map<string, Answered<T>>>();
    this.#kinds.push(known);
    return (file, name, again) => {
      let ofFile = known.get(file);
      if (ofFile === undefined) { ofFile = new Map(); known.set(file, ofFile); }
      let question = ofFile.get(name);
      if (question === undefined) {
        question = this.#question(file, rests, again);
        ofFile.set(name, question);
      }
      const asked = this.#asked;
      if (asked !== null && question.heard !== asked.number) { question.heard = asked.number; asked.questions.push(question); }
      return question.was;
    };
  }

  #question<T>(file: string, rests: Rests, again: (world: FlowWorld) => T): Answered<T> {
    const renew = (world: FlowWorld): boolean => {
      const now = again(world);
      if (isSame(question.was, now)) return false;
      question.was = now;
      return true;
    };
    const question: Answered<T> = { askers: new Set(), rests, renew, heard: 0, was: again(this.#current()) };
    const list = this.#byFile.get(file) ?? new Set();
    this.#byFile.set(file, list.add(question));
    this.#size++;
    return question;
  }

  #current(): FlowWorld {
    if (this.#now === null) throw new Error('nothing is asked before a revision has begun');
    return this.#now;
  }

  /** The world that units are run in. */
  readonly world: FlowWorld = this.#asking();

  #asking(): FlowWorld {
    const [classOf, meaning, method, field] = [this.#kind<ReturnType<Code['classOf']>>('names'), this.#kind<ReturnType<Code['meaning']>>('names'), this.#kind<ReturnType<Code['method']>>('names'), this.#kind<ReturnType<Code['field']>>('names')];
    const [above, made, constant] = [this.#kind<ReturnType<Code['above']>>('names'), this.#kind<ReturnType<Code['made']>>('names'), this.#kind<ReturnType<Code['constant']>>('names')];
    const [type, given, overrides, facts] = [this.#kind<ReturnType<Code['type']>>('names'), this.#kind<ReturnType<Code['given']>>('names'), this.#kind<ReturnType<Code['overrides']>>('family'), this.#kind<ReturnType<Code['facts']>>('code')];
    const [unit, units, queries] = [this.#kind<ReturnType<Code['unit']>>('code'), this.#kind<ReturnType<Code['units']>>('code'), this.#kind<ReturnType<FlowWorld['queriesIn']>>('queries')];
    const [relation, column] = [this.#kind<ReturnType<FlowWorld['relation']>>('model'), this.#kind<boolean>('model')];
    return {
      code: {
        facts: (file) => facts(file, '', ({ code }) => code.facts(file)),
        unit: (ref) => unit(ref.file, unitKey(ref), ({ code }) => code.unit(ref)),
        units: (file) => units(file, '', ({ code }) => code.units(file)),
        classOf: (of) => classOf(of.file, of.name, ({ code }) => code.classOf(of)),
        constant: (file, name) => constant(file, name, ({ code }) => code.constant(file, name)),
        meaning: (file, path) => meaning(file, path.length === 1 ? (path[0] ?? '') : path.join('.'), ({ code }) => code.meaning(file, path)),
        method: (of, name) => method(of.file, `${of.name}\n${name}`, ({ code }) => code.method(of, name)),
        field: (of, name) => field(of.file, `${of.name}\n${name}`, ({ code }) => code.field(of, name)),
        above: (of, name) => above(of.file, `${of.name}\n${name}`, ({ code }) => code.above(of, name)),
        made: (file, expr) => made(file, JSON.stringify(expr), ({ code }) => code.made(file, expr)),
        type: (file, annotation) => type(file, annotation, ({ code }) => code.type(file, annotation)),
        given: (file, param) => given(file, JSON.stringify(param), ({ code }) => code.given(file, param)),
        overrides: (of, name) => overrides(of.file, `${of.name}\n${name}`, ({ code }) => code.overrides(of, name)),
      },
      queriesIn: (ref) => queries(ref.file, unitKey(ref), (now) => now.queriesIn(ref)),
      sending: (adapter) => this.#current().sending(adapter),
      senders: () => this.#current().senders(),
      relation: (model, name) => relation(model.file, `${model.symbol}\n${name}`, (now) => now.relation(model, name)),
      isColumn: (model, name) => column(model.file, `${model.symbol}\n${name}`, (now) => now.isColumn(model, name)),
    };
  }
}

function mayDiffer({ rests }: Question, file: string, { all, models, entities, files, names }: Changes): boolean {
  if (all) return true;
  switch (rests) {
    case 'names': return names.has(file);
    case 'code': return names.has(file) || files.has(file);
    case 'queries': return entities || files.has(file);
    case 'model': return models;
    case 'family': return names.size > 0;
  }
}

const unitKey = ({ unit, ordinal }: UnitRef): string => `${unit}\n${ordinal}`;

/** What a unit does is told relative to where it starts: one that only moved is the same. */
const isSame = (a: unknown, b: unknown): boolean => a === b || (isUnit(a) && isUnit(b) ? a.fn === b.fn && a.name === b.name : isEqualData(withoutPlace(a), withoutPlace(b)));

const isUnit = (value: unknown): value is FlowUnit => typeof value === 'object' && value !== null && 'fn' in value && 'nameSpan' in value;

/** Of a class the place is left out. */
const withoutPlace = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'fields' in value && 'bases' in value && 'span' in value ? { ...value, span: null } : value);
