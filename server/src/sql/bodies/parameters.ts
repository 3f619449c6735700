import type { TokenWalk } from './walk.ts';

const MODES = new Set(['in', 'out', 'inout', 'variadic']);
/** Types of several words: a parameter without a name may begin with one. */
const TYPE_PAIRS = /^(?:double precision|(?:national )?character(?: varying)?|bit varying|(?:timestamp|time) (?:with|without)|interval \w+)$/;

/** Names of the parameters in the brackets at which `walk` stands; afterwards it stands behind them. `table`: RETURNS TABLE (…), whose columns are variables too. */
export function parameterNames(walk: TokenWalk): string[] {
  const names: string[] = [];
  walk.at += 1;
  while (!walk.done && walk.token()?.kind !== 'close') {
    while (MODES.has(walk.word())) walk.at += 1;
    const typed = walk.token(1)?.kind === 'word' || walk.token(1)?.kind === 'quoted';
    if (typed && !TYPE_PAIRS.test(`${walk.word()} ${walk.word(1)}`)) names.push(walk.name());
    walk.until((_word, token) => token.kind === 'comma' || token.kind === 'close');
    if (walk.token()?.kind === 'semicolon') break;
    if (walk.token()?.kind === 'comma') walk.at += 1;
  }
  walk.at += 1;
  return names.filter((name) => name !== '');
}
