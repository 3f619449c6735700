import type { FlowUnit } from '../../facts/flow.ts';
import type { Code } from '../../link/flow/code.ts';
import type { UnitRef } from '../../link/flow/summary.ts';
import type { FlowWorld } from '../../link/flow/world.ts';
import { isEqualData } from '../../text/equal.ts';

/** Something that the run of a unit asked of the workspace: in which revisions what it was told was so (`at`) and came to be (`changed`). */
export interface Question { at: number; changed: number; readonly file: string; readonly rests: Rests; readonly renew: (world: FlowWorld, revision: number) => void }
interface Answered<T> extends Question { was: T }

/** `code`: on what names mean. `file`: on one file alone. */
type Rests = 'code' | 'file';

/** In which revision something last changed: what names may mean, and what stands in a file. */
export interface Changes { readonly code: number; readonly file: (path: string) => number }

/**
 * The workspace as units of code ask it. Each question is put once a revision at the most, and only if something it rests on has changed; an equal answer is the
 * same object. `listen` tells what was asked, so that whoever asked can know later that all of it still holds.
 */
export class Questions {
  #now: FlowWorld | null = null;
  #changes: Changes = { code: 0, file: () => 0 };
  #revision = 0;
  #asked: Set<Question> | null = null;

  /** From now on answers are those of `world`. */
  begin(world: FlowWorld, revision: number, changes: Changes): void {
    this.#now = world;
    this.#revision = revision;
    this.#changes = changes;
  }

  /** What is asked while `work` runs, but for what is asked in a `listen` of its own. */
  listen<T>(work: () => T): { readonly result: T; readonly asked: ReadonlySet<Question> } {
    const before = this.#asked;
    const asked = new Set<Question>();
    this.#asked = asked;
    try {
      return { result: work(), asked };
    } finally {
      this.#asked = before;
    }
  }

  /** The revision in which the answer came to be what it is now. */
  changedAt(question: Question): number {
    const world = this.#now;
    if (world === null || question.at === this.#revision) return question.changed;
    if (question.at < (question.rests === 'code' ? this.#changes.code : this.#changes.file(question.file))) question.renew(world, this.#revision);
    question.at = this.#revision;
    return question.changed;
  }

  /** Questions of one kind. An answer that is equal to the one before stays the object that it was. */
  #kind<T>(rests: Rests): (file: string, key: string, again: (world: FlowWorld) => T) => T {
    const known = new Map<string, Answered<T>>();
    return (file, name, again) => {
      const key = `${file}\n${name}`;
      const question = known.get(key) ?? this.#question(file, rests, again);
      known.set(key, question);
      this.changedAt(question);
      this.#asked?.add(question);
      return question.was;
    };
  }

  #question<T>(file: string, rests: Rests, again: (world: FlowWorld) => T): Answered<T> {
    const renew = (world: FlowWorld, revision: number): void => {
      const now = again(world);
      if (isSame(question.was, now)) return;
      question.was = now;
      question.changed = revision;
    };
    const question: Answered<T> = { at: this.#revision, changed: this.#revision, file, rests, renew, was: again(this.#current()) };
    return question;
  }

  #current(): FlowWorld {
    if (this.#now === null) throw new Error('nothing is asked before a revision has begun');
    return this.#now;
  }

  /** The world that units are run in. */
  readonly world: FlowWorld = this.#asking();

  #asking(): FlowWorld {
    const [classOf, meaning, method, field] = [this.#kind<ReturnType<Code['classOf']>>('code'), this.#kind<ReturnType<Code['meaning']>>('code'), this.#kind<ReturnType<Code['method']>>('code'), this.#kind<ReturnType<Code['field']>>('code')];
    const [above, made] = [this.#kind<ReturnType<Code['above']>>('code'), this.#kind<ReturnType<Code['made']>>('code')];
    const [type, given, overrides, facts] = [this.#kind<ReturnType<Code['type']>>('code'), this.#kind<ReturnType<Code['given']>>('code'), this.#kind<ReturnType<Code['overrides']>>('code'), this.#kind<ReturnType<Code['facts']>>('file')];
    const [unit, units, queries] = [this.#kind<ReturnType<Code['unit']>>('file'), this.#kind<ReturnType<Code['units']>>('file'), this.#kind<ReturnType<FlowWorld['queriesIn']>>('file')];
    const [relation, column] = [this.#kind<ReturnType<FlowWorld['relation']>>('code'), this.#kind<boolean>('code')];
    return {
      code: {
        facts: (file) => facts(file, '', ({ code }) => code.facts(file)),
        unit: (ref) => unit(ref.file, unitKey(ref), ({ code }) => code.unit(ref)),
        units: (file) => units(file, '', ({ code }) => code.units(file)),
        classOf: (of) => classOf(of.file, of.name, ({ code }) => code.classOf(of)),
        meaning: (file, path) => meaning(file, path.join('.'), ({ code }) => code.meaning(file, path)),
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

const unitKey = ({ unit, ordinal }: UnitRef): string => `${unit}\n${ordinal}`;

/** What a unit does is told relative to where it starts: one that only moved is the same. */
const isSame = (a: unknown, b: unknown): boolean => a === b || (isUnit(a) && isUnit(b) ? a.fn === b.fn && a.name === b.name : isEqualData(withoutPlace(a), withoutPlace(b)));

const isUnit = (value: unknown): value is FlowUnit => typeof value === 'object' && value !== null && 'fn' in value && 'nameSpan' in value;

/** Of a class the place is left out. */
const withoutPlace = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'fields' in value && 'bases' in value && 'span' in value ? { ...value, span: null } : value);
