import type { FlowCall, FlowExpr, FlowTarget } from '../../facts/flow.ts';
import type { Token } from './tokens.ts';

/** Filters and tests that give the same rows in another order, or fewer of them. */
const SAME: ReadonlySet<string> = new Set(['list', 'sort', 'reverse', 'unique', 'selectattr', 'rejectattr', 'select', 'reject', 'default', 'd', 'safe', 'tojson', 'items']);
/** Filters that read an attribute of each, and give what they read. */
const READING: ReadonlySet<string> = new Set(['map', 'sum', 'join', 'max', 'min']);
/** Expressions in expressions further down than this are not known. */
const DEEPEST = 40;
const BINARY: readonly (readonly string[])[] = [['or'], ['and'], ['not'], ['==', '!=', '<', '>', '<=', '>=', 'in', 'is'], ['~', '+', '-'], ['*', '/', '//', '%', '**']];

/** Reads the tokens of one mark. What is not understood is unknown, never an error. */
export class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** The next word, taken. */
  word(): string | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'name') return null;
    this.#at++;
    return token.text;
  }

  take(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || token.text !== text) return false;
    this.#at++;
    return true;
  }

  peek(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && token.kind !== 'text' && token.text === text;
  }

  /** `post`, `post, user`, `(a, b)`. */
  target(): FlowTarget {
    const bracket = this.take('(');
    const names: FlowTarget[] = [];
    do { const name = this.word(); names.push(name === null ? { t: 'other' } : { t: 'name', name }); } while (this.take(','));
    if (bracket) this.take(')');
    const [only] = names;
    return names.length === 1 && only !== undefined ? only : { t: 'list', items: names };
  }

  /** `a if test else b` and all below it. */
  expression(): FlowExpr {
    if (this.#depth > DEEPEST) { this.#at = this.#tokens.length; return this.#unknown(); }
    this.#depth++;
    const yes = this.#binary(0);
    const found = this.take('if') ? this.#choice(yes) : yes;
    this.#depth--;
    return found;
  }

  #choice(yes: FlowExpr): FlowExpr {
    const test = this.#binary(0);
    const no = this.take('else') ? this.expression() : this.#unknown();
    return { e: 'if', test, yes, no, at: [yes.at[0], no.at[1]] };
  }

  #binary(level: number): FlowExpr {
    const signs = BINARY[level];
    if (signs === undefined) return this.#filtered();
    if (signs[0] === 'not') return this.take('not') ? this.#negated(level) : this.#binary(level + 1);
    let left = this.#binary(level + 1);
    for (let sign = this.#sign(signs); sign !== null; sign = this.#sign(signs)) {
      if (sign === 'is') { this.#test(); left = { e: 'op', op: 'is', parts: [left], at: left.at }; continue; }
      const right = this.#binary(level + 1);
      const at = [left.at[0], right.at[1]] as const;
      left = sign === 'or' ? { e: 'either', op: '||', left, right, at } : sign === 'and' ? { e: 'either', op: '&&', left, right, at } : { e: 'op', op: sign, parts: [left, right], at };
    }
    return left;
  }

  #negated(level: number): FlowExpr {
    const of = this.#binary(level);
    return { e: 'op', op: 'not', parts: [of], at: of.at };
  }

  #sign(signs: readonly string[]): string | null {
    if (signs.includes('in') && this.peek('not')) this.#at++;
    return signs.find((sign) => this.take(sign)) ?? null;
  }

  /** `is defined`, `is not none`, `is divisibleby(3)`. */
  #test(): void {
    this.take('not');
    this.word();
    if (this.take('(')) this.#args(')');
  }

  #filtered(): FlowExpr {
    let found = this.#postfix();
    while (this.take('|')) {
      const name = this.word() ?? '';
      const { args, keywords } = this.take('(') ? this.#args(')') : { args: [], keywords: [] };
      found = filtered(found, name, args, keywords);
    }
    return found;
  }

  #postfix(): FlowExpr {
    let found = this.#primary();
    for (;;) {
      if (this.take('.')) { const name = this.#tokens[this.#at]; this.#at++; found = name === undefined ? found : { e: 'attr', of: found, name: name.text, at: [found.at[0], name.end] }; }
      else if (this.take('(')) { const { args, keywords } = this.#args(')'); found = { e: 'call', of: found, args, keywords, isNew: false, at: [found.at[0], this.#end()] }; }
      else if (this.take('[')) { const { args: [index] } = this.#args(']'); found = index?.e === 'literal' && typeof index.value === 'string' ? { e: 'attr', of: found, name: index.value, at: [found.at[0], this.#end()] } : { e: 'index', of: found, index: index ?? this.#unknown(), at: [found.at[0], this.#end()] }; }
      else return found;
    }
  }

  #primary(): FlowExpr {
    const token = this.#tokens[this.#at];
    if (token === undefined) return this.#unknown();
    this.#at++;
    const at = [token.start, token.end] as const;
    if (token.kind === 'text') return { e: 'literal', value: token.text.slice(0, 80), at };
    if (token.kind === 'number') return { e: 'literal', value: Number(token.text), at };
    if (token.kind === 'name') return constants.has(token.text) ? { e: 'literal', value: constants.get(token.text) ?? null, at } : { e: 'name', name: token.text, at };
    if (token.text === '(' || token.text === '[') { const { args } = this.#args(token.text === '(' ? ')' : ']'); const [only] = args; return token.text === '(' && args.length === 1 && only !== undefined ? only : { e: 'list', form: token.text === '(' ? 'tuple' : 'list', items: args, at: [token.start, this.#end()] }; }
    if (token.text === '{') { const { args } = this.#args('}'); return { e: 'op', op: 'template', parts: args, at: [token.start, this.#end()] }; }
    return token.text === '-' || token.text === '+' ? this.#postfix() : { e: 'unknown', at };
  }

  #args(closer: string): Pick<FlowCall, 'args' | 'keywords'> {
    const args: FlowExpr[] = [];
    const keywords: { name: string | null; value: FlowExpr }[] = [];
    while (!this.isDone && !this.take(closer)) {
      const from = this.#at;
      const [name, sign] = [this.#tokens[from], this.#tokens[from + 1]];
      if (name?.kind === 'name' && sign?.kind === 'sign' && sign.text === '=') { this.#at += 2; keywords.push({ name: name.text, value: this.expression() }); }
      else { args.push(this.expression()); if (this.take(':')) args.push(this.expression()); }
      if (!this.take(',') && !this.peek(closer) && this.#at === from) this.#at++;
    }
    return { args, keywords };
  }

  #end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  #unknown(): FlowExpr {
    const at = this.#end();
    return { e: 'unknown', at: [at, at] };
  }
}

const constants: ReadonlyMap<string, boolean | null> = new Map([['true', true], ['True', true], ['false', false], ['False', false], ['none', null], ['None', null]]);

function filtered(of: FlowExpr, name: string, args: FlowCall['args'], keywords: FlowCall['keywords']): FlowExpr {
  const attribute = keywords.find((keyword) => keyword.name === 'attribute')?.value;
  const path = attribute?.e === 'literal' && typeof attribute.value === 'string' ? attribute.value : null;
  if (path !== null && READING.has(name)) return { e: 'comprehension', form: 'list', key: null, value: path.split('.').reduce<FlowExpr>((inner, part) => ({ e: 'attr', of: inner, name: part, at: of.at }), { e: 'name', name: 'each', at: of.at }), clauses: [{ target: { t: 'name', name: 'each' }, of, tests: [], async: false, at: of.at }], at: of.at };
  if (name === 'first' || name === 'last') return { e: 'index', of, index: { e: 'literal', value: 0, at: of.at }, at: of.at };
  if (SAME.has(name)) return of;
  return { e: 'op', op: name === 'length' || name === 'count' ? 'length' : 'template', parts: [of, ...args, ...keywords.map(({ value }) => value)], at: of.at };
}
