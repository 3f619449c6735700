import type { ClauseWalk } from './clause.ts';
import { type Token, wordOf } from './tokens.ts';

/**
 * What is written in the place of a hole: a parameter, a list of them in brackets, a made-up name, an assignment (`SET ${…}`),
 * a row source (`INSERT INTO t ${…}`), an operator between two operands, or nothing.
 */
export type Stand = 'param' | 'list' | 'name' | 'assignment' | 'rows' | 'operator' | 'nothing';

/** What a hole of unknown make could be at this place, likeliest first. */
export function standsFor(walk: ClauseWalk, next: Token | null, text: string): readonly Stand[] {
  if (walk.wantsTable || walk.previous?.kind === 'dot') return ['name', 'nothing'];
  if (walk.wantsOperand) return operandStands(walk);
  if (walk.level.clause === 'into') return ['nothing', 'rows'];
  if (next && !walk.wantsOperand && beginsOperand(next, text)) return ['nothing', 'operator'];
  return ['nothing', 'param'];
}

function operandStands(walk: ClauseWalk): readonly Stand[] {
  if (walk.word === 'in' || (walk.word === 'values' && walk.previous?.kind === 'word')) return ['list', 'param', 'name'];
  if (walk.word === 'set') return ['assignment', 'name'];
  if (walk.wantsValue) return ['param', 'name', 'nothing'];
  return ['name', 'nothing', 'param'];
}

const beginsOperand = (next: Token, text: string): boolean => /string|number|param|hole|quoted/.test(next.kind) || (next.kind === 'word' && !/^(?:where|and|or|order|group|having|limit|offset|on|join|left|right|inner|full|cross|union|intersect|except|returning|for|as|asc|desc|nulls|set|values|select|from|using|then|when|else|end|is|in|not|like|ilike|between|fetch|window|collate)$/.test(wordOf(text, next)));

/** A host value: it is a parameter wherever one can stand. */
export function valueStands(walk: ClauseWalk, list: boolean, next: Token | null, text: string): readonly Stand[] {
  if (walk.word === 'in' || (walk.word === 'values' && walk.previous?.kind === 'word')) return ['list', 'param'];
  if (walk.word === 'set') return ['assignment', 'param'];
  if (!walk.wantsOperand || walk.wantsTable) return standsFor(walk, next, text);
  return list && walk.level.opener !== 'in' ? ['param', 'list', 'name'] : ['param', 'name'];
}
