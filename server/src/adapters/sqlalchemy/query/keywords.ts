import type { HostProperty } from '../../../lang/expression.ts';
import type { Cond, Draft } from './draft.ts';
import type { Env } from './env.ts';
import { isNone, opaque } from './literals.ts';
import { compared } from './operators.ts';

/** `**{'status': 'open'}` is as good as written out. */
const written = (keyword: HostProperty): readonly HostProperty[] => (keyword.kind === 'spread' && keyword.arg.kind === 'object' ? keyword.arg.properties : [keyword]);

/** `filter_by(status='open', **more)`: equalities on the source that was joined last, else on what is selected first. */
export function keywordConditions(draft: Draft, keywords: readonly HostProperty[], env: Env | null): readonly Cond[] {
  const { last } = draft;
  return keywords.flatMap(written).map((keyword): Cond => {
    if (keyword.kind !== 'property') return opaque('dynamic column', keyword);
    if (last === null) return opaque('condition on what is not known', keyword);
    const column: Cond = { kind: 'column', column: { by: 'attr', source: last, attr: keyword.key }, span: keyword.keySpan };
    if (isNone(keyword.value)) return { kind: 'is', test: 'null', negated: false, arg: column, span: keyword.span };
    return compared(draft, '=', column, keyword.value, { expr: { kind: 'unknown', span: keyword.span }, env, depth: 1 });
  });
}
