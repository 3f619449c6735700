import type { ColumnRef } from '../../../facts/expr.ts';
import type { OrderKey } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { follow, textOf } from '../literals.ts';
import type { Ground } from './where.ts';

type Key = OrderKey<ColumnRef>;

/** `sort: '-publishedAt'`, several with commas or in a list. Payload puts `-createdAt` behind them, which decides among equals alone and is left out. Null where it cannot be told. */
export function readSort(ground: Ground, expr: HostExpr): readonly Key[] | null {
  const at = follow(ground.outline, expr);
  if (at.kind === 'nothing') return [];
  const texts = at.kind === 'array' ? at.items.map((item) => textOf(ground.outline, item)) : [textOf(ground.outline, at)];
  if (texts.includes(null)) return null;
  return texts.flatMap((text) => (text ?? '').split(',')).map((name) => name.trim()).filter((name) => name !== '').map((name) => keyOf(ground, name, at.span));
}

const keyOf = ({ alias }: Ground, name: string, span: Span): Key => ({
  expr: { kind: 'column', column: { by: 'attr', source: alias, attr: name.replace(/^-/, '').replaceAll('__', '.') }, span }, direction: name.startsWith('-') ? 'desc' : 'asc', nulls: 'default', span,
});
