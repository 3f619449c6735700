import type { HostExpr } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { flagOf, follow, propertyOf, textOf } from '../literals.ts';

/** A field as its literal says it; `inner` are the lists of fields in it. What Payload adds itself has no literal. */
export interface FieldFact {
  readonly name: string | null;
  readonly type: string;
  readonly index: boolean;
  readonly unique: boolean;
  readonly required: boolean;
  readonly hasMany: boolean;
  readonly localized: boolean;
  readonly virtual: boolean;
  /** Its `admin.condition` or the like leaves NULL in. */
  readonly conditional: boolean;
  readonly relationTo: readonly string[] | null;
  readonly many: boolean;
  readonly dbName: string | null | 'computed';
  readonly expr: HostExpr | null;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly fields?: readonly FieldFact[];
}

/** A field that Payload adds to a collection, placed at what makes it do so. */
export const systemField = (name: string, type: string, span: Span, more: Partial<FieldFact> = {}): FieldFact => ({
  name, type, index: false, unique: false, required: false, hasMany: false, localized: false, virtual: false, conditional: false, relationTo: null, many: false, dbName: null, expr: null, span, nameSpan: span, ...more,
});

/** Null for what is no object literal with a type that can be told. */
export function fieldOf(outline: Outline, expr: HostExpr): FieldFact | null {
  const at = follow(outline, expr);
  const get = (key: string): HostExpr | null => propertyOf(at, key);
  const type = textOf(outline, get('type'));
  if (at.kind !== 'object' || type === null) return null;
  const name = get('name');
  // A slug is unique and indexed where nothing else is said (Payload 4).
  const told = (key: string): boolean => (flagOf(outline, get(key)) ?? (type === 'slug' && key !== 'hasMany' && key !== 'localized')) === true;
  const virtual = get('virtual');
  const dbName = get('dbName');
  return {
    name: textOf(outline, name), type, index: told('index'), unique: told('unique'), required: told('required'), hasMany: told('hasMany'), localized: told('localized'),
    virtual: virtual !== null && flagOf(outline, virtual) !== false, conditional: propertyOf(get('admin'), 'condition') !== null,
    ...relationOf(outline, get('relationTo')), dbName: dbName === null ? null : (textOf(outline, dbName) ?? 'computed'), expr: at, span: at.span, nameSpan: (name ?? at).span,
  };
}

/** `many`: a list of collections, be it of one. */
function relationOf(outline: Outline, expr: HostExpr | null): Pick<FieldFact, 'relationTo' | 'many'> {
  const at = expr === null ? null : follow(outline, expr);
  if (at === null) return { relationTo: null, many: false };
  if (at.kind !== 'array') { const one = textOf(outline, at); return { relationTo: one === null ? null : [one], many: false }; }
  const names = at.items.flatMap((item) => textOf(outline, item) ?? []);
  return { relationTo: names.length === at.items.length ? names : null, many: true };
}
