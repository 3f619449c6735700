import type { MixinDecl } from '../../../facts/schema.ts';
import { columnCall, readColumn } from './column.ts';
import { withoutNone } from './annotation.ts';
import type { ColumnDecl } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { partialOf, type Reading } from './reading.ts';
import { annotatedParts, typedAs } from './typed.ts';

/** Names of the file that make a column where they are used: `Annotated[…]` types, and functions that return one. */
export function readMakers(reading: Reading): readonly MixinDecl[] {
  return reading.outline.bindings.flatMap((binding): MixinDecl[] => {
    if (!binding.topLevel || binding.init === null) return [];
    const { name, init, span } = binding;
    const parts = annotatedParts(reading, init);
    if (parts !== null) {
      const typed = typedAs(reading, parts.form, false);
      const { optional } = withoutNone(parts.form);
      if (parts.call === null) return [{ kind: 'mixin', symbol: name, columns: [{ kind: 'column', attr: name, name: null, type: typed.type, ...takesNull(optional), ...(typed.few ? { few: true } : {}), primaryKey: false, unique: false, references: null, span }] }];
      const read = readColumn(reading, parts.call, { attr: name, annotation: null, span });
      return [{ kind: 'mixin', symbol: name, columns: [{ ...read, type: read.type ?? typed.type, ...(read.notNull ? { notNull: true } : takesNull(optional || read.nullable === true)) }] }];
    }
    const made = init.kind === 'call' && partialOf(init) !== null ? columnCall(reading, called(init)) : init.kind === 'function' ? init.returns.map((value) => columnCall(reading, value)).find((call) => call !== null) : null;
    return made === null || made === undefined ? [] : [{ kind: 'mixin', symbol: name, columns: [readColumn(reading, made, { attr: name, annotation: null, span })] }];
  });
}

const takesNull = (optional: boolean): Pick<ColumnDecl, 'notNull' | 'nullable'> => (optional ? { notNull: false, nullable: true } : { notNull: true });

/** A partial call as it is made with nothing more. */
const called = (callee: HostExpr): HostExpr => ({ kind: 'call', callee, args: [], isNew: false, argsSpan: callee.span, span: callee.span });
