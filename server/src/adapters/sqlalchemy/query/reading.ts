import type { Dialect } from '../../../facts/dialect.ts';
import type { SymbolPath } from '../../../facts/expr.ts';
import type { FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, ClassHost, Mutation, Outline } from '../../../lang/outline.ts';
import type { SqlParsers } from '../../../sql/read.ts';
import { contains, type Span } from '../../../text/span.ts';
import type { Document } from '../../../text/span.ts';
import type { AdapterInput } from '../../adapter.ts';
import type { Meaning } from './names.ts';
import { startWork, type Work } from '../../../lang/work.ts';
import { isSqlalchemyModule } from './vocabulary.ts';

/** One file being read: what every reader in this folder needs. */
export interface Reading {
  readonly document: Document;
  readonly outline: Outline;
  readonly sql: SqlParsers;
  readonly dialect: Dialect | null;
  readonly work: Work;
  /** Calls that turned out to be part of another statement. */
  readonly used: Span[];
  /** Whether SQLAlchemy is imported here: then what looks like a query and cannot be read is worth telling. */
  readonly evidence: boolean;
  /** A name that nothing declares may come by `from models import *`. */
  readonly starred: boolean;
  readonly meanings: Map<HostExpr, Meaning>;
  readonly mutations: Map<Binding, readonly Mutation[]>;
}

export function startReading(input: AdapterInput): Reading {
  const { imports } = input.outline;
  return {
    document: input.document, outline: input.outline, sql: input.sql, dialect: input.dialect, work: startWork(), used: [], meanings: new Map(), mutations: new Map(),
    evidence: imports.some((i) => isSqlalchemyModule(i.module)), starred: imports.some((i) => i.local === '*'),
  };
}

/** What happens to a variable after its binding, made once: a variable may be changed thousands of times. */
export function mutationsOf(reading: Reading, binding: Binding): readonly Mutation[] {
  const known = reading.mutations.get(binding) ?? reading.outline.mutationsOf(binding);
  reading.mutations.set(binding, known);
  return known;
}

/** The class around an offset, innermost; null outside of all. */
export function classAround(reading: Reading, offset: number): ClassHost | null {
  return reading.outline.classes.findLast((one) => contains(one.span, { start: offset, end: offset })) ?? null;
}

/** How other code names a class: `Outer.Inner` is a member of its outer class. */
export const pathOfClass = (one: ClassHost): SymbolPath => one.name.split('.');

/** A method of a class of this file. */
export function methodOf(reading: Reading, className: string, name: string): FunctionHost | null {
  const found = reading.outline.classes.find((one) => one.name === className)?.members.find((member) => member.kind === 'function' && member.name === name);
  return found?.kind === 'function' ? found.value : null;
}
