import type { TableNameDecl, TableNameRule } from '../../../facts/schema.ts';
import type { FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import { textIn } from '../alembic/reader.ts';
import { classText } from './class-text.ts';
import type { Reading } from './reading.ts';

/** `__tablename__` as a class says it: its text, a rule for it and its subclasses, or why it cannot be told. Null where it says nothing. */
export type NameRead = { readonly kind: 'literal'; readonly name: string } | { readonly kind: 'rule'; readonly rule: TableNameRule } | { readonly kind: 'unknown' } | null;

export function tableNameOf(reading: Reading, cls: ClassHost): NameRead {
  for (const member of [...cls.members].reverse()) {
    if (member.kind === 'other' || member.name !== '__tablename__') continue;
    if (member.kind === 'function') return byFunction(reading, member.value);
    // `__tablename__: str` says nothing.
    if (member.value === null) continue;
    const text = textIn(reading.reader, member.value);
    if (text !== null) return { kind: 'literal', name: text };
    return member.value.kind === 'nothing' ? null : { kind: 'unknown' };
  }
  return null;
}

function byFunction(reading: Reading, { returns }: FunctionHost): NameRead {
  for (const expr of returns) {
    const text = textIn(reading.reader, expr);
    if (text !== null) return { kind: 'literal', name: text };
    const rule = ruleOf(reading, expr);
    if (rule !== null) return { kind: 'rule', rule };
  }
  return returns.length === 0 || returns.every(({ kind }) => kind === 'nothing') ? null : { kind: 'unknown' };
}

/** One token for the class, with texts around it. */
function ruleOf(reading: Reading, expr: HostExpr): TableNameRule | null {
  const [, prefix = '', word, suffix = ''] = /^((?:(?!%\().)*)%\(class_(name|lower|snake)\)s((?:(?!%\().)*)$/.exec(classText(expr, reading.reader) ?? '') ?? [];
  return word === undefined ? null : { form: word === 'name' ? 'class' : word === 'lower' ? 'lower' : 'snake_case', prefix, suffix, ...(word === 'snake' ? { loose: true } : {}) };
}

/** How a model's own table is named, its bases apart. */
export function nameDecl(read: NameRead, className: string, otherwise: string | null): TableNameDecl {
  if (read?.kind === 'literal') return { literal: read.name };
  if (read?.kind === 'unknown') return { unknown: 'its table\'s name is made when the program runs' };
  return { byBases: className, ...(otherwise === null ? {} : { otherwise }) };
}

/** `HTTPLog2Entry` is `http_log2_entry`: Flask-SQLAlchemy's own way. */
export const snake = (name: string): string => name.replace(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1').toLowerCase().replace(/^_/, '');
