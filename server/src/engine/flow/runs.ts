import type { Worked } from '../../link/flow/run.ts';
import type { UnitRef } from '../../link/flow/summary.ts';
import { isEqualGraph } from './equal-graph.ts';
import type { Question, Questions } from './questions.ts';

/** What others come to, for the run of a unit; `working`: that is being found out just now. */
export type WorkedOf = (ref: UnitRef) => Worked | 'working' | null;
/** Runs one unit by what `Questions` tells it. Null where that crashed. */
export type Runner = (ref: UnitRef, workedOf: WorkedOf) => Worked | null;

/**
 * Units that call one another in a circle, or one by itself, with the others that they call. `made`: the revision in which they were worked out. It may not hold any more
 * where something that one of them was told has changed (`misled`), or where others may have come to something else (`doubtful`).
 */
interface Circle { readonly refs: readonly UnitRef[]; readonly others: ReadonlyMap<string, UnitRef>; readonly made: number; state: 'holds' | 'doubtful' | 'misled' }
/** `changed`: the revision in which it came to be what it is. */
interface Known { readonly worked: Worked | null; readonly circle: Circle; readonly changed: number }

/** A unit that is being worked out. `low`: the lowest place of the stack that its run has come back to. */
interface Frame { readonly ref: UnitRef; readonly place: number; readonly others: Map<string, UnitRef>; low: number }
/** Of a unit in a circle that is not closed yet. */
interface Passing { readonly ref: UnitRef; readonly worked: Worked | null; readonly low: number; readonly asked: readonly Question[]; readonly others: ReadonlyMap<string, UnitRef> }

export const unitKey = ({ file, unit, ordinal }: UnitRef): string => `${file}\n${unit}\n${ordinal}`;

/** Calls of calls further down than this are worked out from below, so that no chain of functions exhausts the stack. */
const DEEPEST = 30;
/** The same for finding out whether everything still holds. */
const DEEPEST_CHECK = 600;
/** Larger circles of functions that call one another are cut after two calls. */
const LARGEST = 6;

/** Thrown through the runs that are under way; whoever catches what they throw lets it pass. */
export class TooDeep extends Error {
  readonly ref: UnitRef;

  constructor(ref: UnitRef) {
    super('a chain of calls is worked out from below');
    this.ref = ref;
  }
}

/**
 * What every unit of a workspace comes to, worked out when it is asked for and kept for as long as what it rests on stands. Units that call one another in a circle
 * are each worked out from their own point of view, so that it does not matter which one was asked for first.
 */
export class UnitRuns {
  readonly #questions: Questions;
  readonly #run: Runner;
  readonly #known = new Map<string, Known>();
  readonly #callers = new Map<string, Set<string>>();
  readonly #open = new Map<string, Frame>();
  readonly #stack: Frame[] = [];
  readonly #passing = new Map<string, Passing>();
  readonly #cut = new Set<string>();
  #running = 0;
  #revision = 0;

  constructor(questions: Questions, run: Runner) {
    this.#questions = questions;
    this.#run = run;
  }

  /** `misled`: keys of units that were told what is not so any more. Whoever rests on them is looked at again when asked for. */
  begin(revision: number, misled: Iterable<string>): void {
    this.#revision = revision;
    this.#cut.clear();
    const waiting: Circle[] = [];
    for (const key of misled) { const circle = this.#known.get(key)?.circle; if (circle !== undefined) { circle.state = 'misled'; waiting.push(circle); } }
    for (let circle = waiting.pop(); circle !== undefined; circle = waiting.pop()) {
      for (const ref of circle.refs) {
        for (const caller of this.#callers.get(unitKey(ref)) ?? []) {
          const above = this.#known.get(caller)?.circle;
          if (above?.state !== 'holds') continue;
          above.state = 'doubtful';
          waiting.push(above);
        }
      }
    }
  }

  forget(): void {
    this.#known.clear();
    this.#callers.clear();
  }

  /** What a unit comes to: the same object for as long as that is equal. */
  of(ref: UnitRef): Worked | null {
    const found = this.#known.get(unitKey(ref));
    if (found?.circle.state === 'holds') return found.worked;
    const waiting = [ref];
    for (let at = waiting.at(-1); at !== undefined; at = waiting.at(-1)) {
      try {
        this.#ask(at);
        waiting.pop();
      } catch (error) {
        this.#reset();
        if (!(error instanceof TooDeep)) throw error;
        const deeper = error.ref;
        if (waiting.some((one) => unitKey(one) === unitKey(deeper))) this.#cut.add(unitKey(deeper));
        else waiting.push(deeper);
      }
    }
    return this.#known.get(unitKey(ref))?.worked ?? null;
  }

  #reset(): void {
    this.#stack.length = 0;
    this.#running = 0;
    this.#open.clear();
    this.#passing.clear();
  }

  #ask(ref: UnitRef): Worked | 'working' | null {
    const key = unitKey(ref);
    const asking = this.#stack.at(-1);
    if (this.#cut.has(key) && asking !== undefined) return null;
    asking?.others.set(key, ref);
    const low = this.#open.get(key)?.place ?? this.#passing.get(key)?.low;
    if (low !== undefined && asking !== undefined) asking.low = Math.min(asking.low, low);
    if (this.#open.has(key)) return 'working';
    const passing = this.#passing.get(key);
    if (passing !== undefined) return passing.worked;
    const known = this.#known.get(key);
    return known !== undefined && this.#holds(known.circle) ? known.worked : this.#workOut(ref, key);
  }

  /** Whether everything that a circle rests on is as it was. */
  #holds(circle: Circle): boolean {
    if (circle.state !== 'doubtful') return circle.state === 'holds';
    const [first] = circle.refs;
    if (first === undefined) return false;
    if (this.#stack.length > DEEPEST_CHECK) throw new TooDeep(first);
    const frame = this.#push(first, circle.refs);
    const holds = [...circle.others].every(([key, ref]) => {
      this.#ask(ref);
      const known = this.#known.get(key);
      // What came back to this circle is not known by itself: then it belongs to it now.
      return frame.low >= frame.place && known?.circle.state === 'holds' && known.changed <= circle.made;
    });
    this.#pop(frame, circle.refs);
    if (frame.low < frame.place) this.#touch(frame.low);
    if (holds) circle.state = 'holds';
    return holds;
  }

  /** What came back to something below is part of that one's circle. */
  #touch(low: number): void {
    const below = this.#stack.at(-1);
    if (below !== undefined) below.low = Math.min(below.low, low);
  }

  #push(ref: UnitRef, refs: readonly UnitRef[]): Frame {
    const frame: Frame = { ref, place: this.#stack.length, low: this.#stack.length, others: new Map() };
    this.#stack.push(frame);
    for (const one of refs) this.#open.set(unitKey(one), frame);
    return frame;
  }

  #pop(frame: Frame, refs: readonly UnitRef[]): void {
    this.#stack.length = frame.place;
    for (const one of refs) this.#open.delete(unitKey(one));
    for (const [key, { low }] of this.#passing) if (low >= frame.place) this.#passing.delete(key);
  }

  #workOut(ref: UnitRef, key: string): Worked | null {
    if (this.#running >= DEEPEST) throw new TooDeep(ref);
    this.#running++;
    const frame = this.#push(ref, [ref]);
    const { result, asked } = this.#questions.listen(() => this.#run(ref, (other) => this.#ask(other)));
    this.#running--;
    frame.others.delete(key);
    const inside = [...this.#passing].filter(([, { low }]) => low >= frame.place).map(([, passing]) => passing);
    if (frame.low < frame.place) {
      this.#pop(frame, [ref]);
      this.#touch(frame.low);
      this.#passing.set(key, { ref, worked: result, low: frame.low, asked, others: frame.others });
      return result;
    }
    const members: readonly Passing[] = [{ ref, worked: result, low: frame.place, asked, others: frame.others }, ...inside];
    if (members.length > 1) this.#settle(members, frame);
    else this.#remember([{ ref, worked: result }], asked, frame.others);
    this.#pop(frame, members.map((member) => member.ref));
    return this.#known.get(key)?.worked ?? null;
  }

  /** Works out every member of a circle from its own point of view. */
  #settle(members: readonly Passing[], frame: Frame): void {
    const circle = new Map([...members].sort((a, b) => (unitKey(a.ref) < unitKey(b.ref) ? -1 : 1)).map(({ ref }) => [unitKey(ref), ref] as const));
    this.#passing.clear();
    for (const key of circle.keys()) this.#open.set(key, frame);
    const asked = new Set(members.flatMap((member) => [...member.asked]));
    const others = new Map(members.flatMap((member) => [...member.others]));
    frame.others.clear();
    const run = (ref: UnitRef, inside: (key: string, ref: UnitRef) => Worked | 'working' | null): Worked | null => {
      const heard = this.#questions.listen(() => this.#run(ref, (other) => (circle.has(unitKey(other)) ? inside(unitKey(other), other) : this.#ask(other))));
      for (const question of heard.asked) asked.add(question);
      return heard.result;
    };
    const results = [...circle.values()].map((ref) => ({ ref, worked: circle.size > LARGEST ? shallow(ref, circle, run) : fromItself(ref, run) }));
    for (const [key, ref] of frame.others) others.set(key, ref);
    for (const key of circle.keys()) others.delete(key);
    this.#remember(results, asked, others);
  }

  #remember(results: readonly { readonly ref: UnitRef; readonly worked: Worked | null }[], asked: Iterable<Question>, others: ReadonlyMap<string, UnitRef>): void {
    const circle: Circle = { refs: results.map(({ ref }) => ref), others, made: this.#revision, state: 'holds' };
    const keys = circle.refs.map(unitKey);
    for (const question of asked) for (const key of keys) question.askers.add(key);
    for (const other of others.keys()) { const callers = this.#callers.get(other) ?? new Set(); this.#callers.set(other, callers); for (const key of keys) callers.add(key); }
    for (const { ref, worked } of results) {
      const before = this.#known.get(unitKey(ref));
      const stays = before !== undefined && isEqualGraph(before.worked, worked);
      this.#known.set(unitKey(ref), { worked: stays ? before.worked : worked, circle, changed: stays ? before.changed : this.#revision });
    }
  }
}

type RunInside = (ref: UnitRef, inside: (key: string, ref: UnitRef) => Worked | 'working' | null) => Worked | null;

/** A unit of a circle and, within it, those that it calls, each once; what comes back to one that is being worked out is cut there. */
function fromItself(ref: UnitRef, run: RunInside): Worked | null {
  const [open, done] = [new Set<string>(), new Map<string, Worked | null>()];
  const visit = (key: string, one: UnitRef): Worked | 'working' | null => {
    if (open.has(key)) return 'working';
    const known = done.get(key);
    if (known !== undefined) return known;
    open.add(key);
    const worked = run(one, visit);
    open.delete(key);
    done.set(key, worked);
    return worked;
  };
  const worked = visit(unitKey(ref), ref);
  return worked === 'working' ? null : worked;
}

/** The same in a large circle, where only what is called directly is looked into. */
const shallow = (ref: UnitRef, circle: ReadonlyMap<string, UnitRef>, run: RunInside): Worked | null =>
  run(ref, (key, other) => (key === unitKey(ref) || !circle.has(key) ? 'working' : run(other, () => 'working')));
