import type { ColumnDecl } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { formOf, type TypeForm, withoutNone } from './annotation.ts';
import { columnCall } from './column.ts';
import { pythonType } from './python-types.ts';
import { pathOf, type Reading, wordOf } from './reading.ts';

/** What an annotation says of a column. `mapped`: there is one that counts. */
export interface Typed { readonly mapped: boolean; readonly optional: boolean; readonly type: string | null; readonly few: boolean; readonly from: Pick<ColumnDecl, 'annotated' | 'made' | 'maybe'> }

const NOT_TYPED: Typed = { mapped: false, optional: false, type: null, few: false, from: {} };

const MAPPED: ReadonlySet<string> = new Set(['Mapped']);

/** The type inside `Mapped[…]`; null for an annotation that declares no column. */
export function mappedForm(reading: Reading, annotation: HostExpr | null): TypeForm | null {
  if (annotation === null) return null;
  if (annotation.kind === 'subscript') return MAPPED.has(wordOf(reading, annotation.object) ?? '') ? (formOf(annotation).args[0] ?? null) : null;
  const form = annotation.kind === 'string' ? formOf(annotation) : null;
  return form !== null && MAPPED.has(form.name) ? (form.args[0] ?? null) : null;
}

/** `Mapped[Optional[str]]`, `Mapped[intpk]`, `Mapped[Annotated[str, mapped_column(…)]]`. `hasType`: the column's type is written beside it. */
export function typedBy(reading: Reading, annotation: HostExpr | null, hasType: boolean): Typed {
  const form = mappedForm(reading, annotation);
  return form === null ? NOT_TYPED : typedAs(reading, form, hasType);
}

export function typedAs(reading: Reading, whole: TypeForm, hasType: boolean): Typed {
  const { form, optional } = withoutNone(whole);
  const inner = form.name === 'Annotated' ? withoutNone(form.args[0] ?? form) : { form, optional: false };
  const python = pythonType(reading, inner.form);
  const path = inner.form.expr === null ? (inner.form.name === '' ? null : [inner.form.name]) : pathOf(inner.form.expr);
  // A name that stands for more than a type: `intpk = Annotated[int, mapped_column(primary_key=True)]`, here or elsewhere.
  const made = !python.known && path !== null ? { made: path, maybe: 'more' as const } : {};
  return {
    mapped: true, optional: optional || inner.optional, type: python.type, few: python.few,
    from: { ...(hasType || inner.form.name === '' ? {} : { annotated: inner.form.name }), ...made },
  };
}

/** The call of `mapped_column` inside an `Annotated[…]`, whose other half is the type. */
export function annotatedParts(reading: Reading, expr: HostExpr | null | undefined): { readonly call: ReturnType<typeof columnCall>; readonly form: TypeForm } | null {
  if (expr?.kind !== 'subscript' || wordOf(reading, expr.object) !== 'Annotated' || expr.index.kind !== 'array') return null;
  const [type, ...others] = expr.index.items;
  if (type === undefined) return null;
  return { form: formOf(type), call: others.map((other) => columnCall(reading, other)).find((found) => found !== null) ?? null };
}
