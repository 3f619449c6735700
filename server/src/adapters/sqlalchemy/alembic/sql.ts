import type { SchemaStatement } from '../../../facts/schema.ts';
import type { ScriptStatement } from '../../../facts/script.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { readSql } from '../../../sql/index.ts';
import { HOLE, type SqlText } from '../../../sql/read.ts';
import type { Span } from '../../../text/span.ts';
import type { Reader } from './reader.ts';
import { asText } from './values.ts';

export interface SqlRead { readonly statements: readonly SchemaStatement[]; readonly steps: readonly ScriptStatement[] }

const NOTHING: SqlRead = { statements: [], steps: [] };

/** What a text that is sent to the database does to its schema. Everything in it stands at the call: a migration's text may be put together of pieces. */
export function readSent(expr: HostExpr | undefined, span: Span, reader: Reader): SqlRead {
  const sql = expr === undefined ? null : sqlOf(expr, span, reader);
  if (sql === null || !/\b(?:create|alter|drop|rename|commit|begin|reindex)\b/i.test(sql.text)) return NOTHING;
  const { statements } = readSql(sql, reader.dialect, reader.input.sql);
  return { statements, steps: stepsOf(sql.text, span) };
}

/** `\:` keeps SQLAlchemy from taking what follows for a parameter. */
const unescaped = (text: string): string => text.replaceAll('\\:', ':');

function sqlOf(expr: HostExpr, span: Span, reader: Reader): SqlText | null {
  const value = reader.value(expr);
  const text = asText(value);
  if (text !== null) return { text: unescaped(text), holes: [], toDocument: at(span) };
  if (value.kind !== 'code') return null;
  const inner = value.expr.kind === 'call' && /^(?:text|DDL)$/.test(nameOf(value.expr.callee)) ? value.expr.args[0] : value.expr;
  const shape = inner === undefined ? null : reader.within(value.names).value(inner);
  return shape?.kind === 'code' && shape.expr.kind === 'template' ? withHoles(shape.expr, span, reader.within(shape.names)) : null;
}

const nameOf = (expr: HostExpr): string => (expr.kind === 'member' ? expr.property : expr.kind === 'identifier' ? expr.name : '');

const at = (span: Span) => (_offset: number, side?: 'start' | 'end'): number => (side === 'end' ? span.end : span.start);

/** An f-string of which not all is known. */
function withHoles(template: Extract<HostExpr, { kind: 'template' }>, span: Span, reader: Reader): SqlText {
  let text = '';
  const holes: SqlText['holes'][number][] = [];
  for (const [place, quasi] of template.quasis.entries()) {
    text += unescaped(quasi.value);
    const hole = template.holes[place];
    if (hole === undefined) continue;
    const known = asText(reader.value(hole));
    if (known === null) holes.push({ kind: 'unknown', span: { start: text.length, end: text.length + 1 } });
    text += known ?? HOLE;
  }
  return { text, holes, toDocument: at(span) };
}

/** A transaction that is ended or begun by hand, and what must not be in one. */
function stepsOf(text: string, span: Span): readonly ScriptStatement[] {
  return text.split(';').flatMap((statement): readonly ScriptStatement[] => {
    const plain = statement.replace(/--[^\n]*/g, '').trim();
    if (/^(?:commit|end|rollback)\b/i.test(plain)) return [{ kind: 'commit', span }];
    return /^(?:create\s+(?:unique\s+)?index|drop\s+index|reindex\s+\w+)\s+concurrently\b/i.test(plain) ? [{ kind: 'concurrent', span }] : [];
  });
}
