import type { FlowClass, FlowExpr } from '../../facts/flow.ts';
import type { ClassRef, Meaning } from './code.ts';
import { type FlowIndex, functionNamed } from './code-index.ts';
import { type Ancestor, mayHave } from './code-lineage.ts';
import type { UnitRef } from './summary.ts';

export interface Members {
  readonly lineage: (of: ClassRef) => readonly Ancestor[];
  readonly index: (file: string) => FlowIndex;
}

/** A class of the workspace in which a name is found, with what it is there. */
export interface Member { readonly owner: ClassRef; readonly class: FlowClass; readonly unit: UnitRef | null; readonly field: FlowClass['fields'][number] | null }

/** What the first class that has the name says; null where none has it, and where one that is not known comes before and may have it. */
export function memberOf({ lineage, index }: Members, of: ClassRef, name: string): Member | null {
  for (const one of lineage(of)) {
    if ('strange' in one) { if (mayHave(one.strange, name)) return null; continue; }
    const unit = functionNamed(index(one.of.file), `${one.of.name}.${name}`);
    const field = one.class.fields.findLast((candidate) => candidate.name === name) ?? null;
    if (unit !== null || field?.value != null) return { owner: one.of, class: one.class, unit, field };
  }
  return null;
}

/** A name of the class itself: a method, or what its body gives a name (`find = staticmethod(find_all)`, `static instance = new Repo()`). */
export function staticMeaning(members: Members, of: ClassRef, name: string): Meaning | null {
  const found = memberOf(members, of, name);
  if (found === null) return null;
  if (found.unit !== null) return { m: 'unit', ref: found.unit };
  const expr: FlowExpr | null = found.field?.value ?? null;
  return expr === null ? null : { m: 'value', file: found.owner.file, expr, unit: { file: found.owner.file, unit: found.owner.name, ordinal: 0 }, ...(found.field?.type == null ? {} : { type: found.field.type }) };
}
