import { type Token, wordOf } from './tokens.ts';

/** Words behind which a value or a column must come; behind any other word an operand has ended. */
const BEFORE_OPERAND = new Set((
  'select distinct all where and or not on having by in like ilike glob regexp match similar to between limit offset top set values then else when case returning interval '
  + 'is isnull any some escape fetch first next as using from join into update table only qualify separator div mod rlike collate symmetric asymmetric'
).split(' '));

/** Words that begin a clause, by which a comma or a hole is understood. */
const CLAUSES = new Set('select from where on having order group limit offset set values returning into join update using window fetch for union intersect except with'.split(' '));

/** Where the walk over a statement's tokens stands, at one depth of brackets. */
export interface Level {
  clause: string;
  /** BETWEEN waits for its AND. */
  between: boolean;
  /** What the bracket belongs to: a list behind IN or VALUES, a call, a subscript, or nothing. */
  readonly opener: 'in' | 'values' | 'call' | 'subscript' | 'group';
}

/** Follows a statement token by token; says what may come next. */
export class ClauseWalk {
  private readonly levels: Level[] = [{ clause: '', between: false, opener: 'group' }];
  previous: Token | null = null;
  word = '';
  /** True where a value, a column or a condition must come next. */
  wantsOperand = true;
  /** The last word was the AND of a BETWEEN. */
  private betweenClosed = false;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get level(): Level {
    return this.levels[this.levels.length - 1] ?? { clause: '', between: false, opener: 'group' };
  }

  get inSubscript(): boolean {
    return this.level.opener === 'subscript';
  }

  /** A table's name comes next: behind FROM, JOIN, INTO, UPDATE, or a comma of FROM. */
  get wantsTable(): boolean {
    if (this.word === 'from' || this.word === 'join' || this.word === 'into' || this.word === 'update' || this.word === 'table' || this.word === 'only') return true;
    return this.previous?.kind === 'comma' && this.level.clause === 'from';
  }

  /** A value comes next for sure: behind an operator, LIKE, BETWEEN, LIMIT, in a list or among arguments. */
  get wantsValue(): boolean {
    if (!this.wantsOperand || this.word === 'not') return false;
    if (this.previous?.kind === 'operator') return true;
    if (/^(?:like|ilike|glob|regexp|between|limit|offset|escape|interval|then|else|in|is|first|next|similar|to|any|symmetric)$/.test(this.word)) return true;
    if (this.word === 'and') return this.betweenClosed;
    return /^(?:in|values|call)$/.test(this.level.opener) && (this.previous?.kind === 'open' || this.previous?.kind === 'comma');
  }

  /** Takes one token in; comments are left out by the caller. */
  take(token: Token): void {
    const word = wordOf(this.text, token);
    if (token.kind === 'open') this.open(token);
    else if (token.kind === 'close' && this.levels.length > 1) this.levels.pop();
    else if (word !== '') this.keyword(word);
    this.wantsOperand = this.operandAfter(token, word);
    this.previous = token;
    this.word = word;
  }

  /** A value was put in the place of a hole or placeholder. */
  operand(token: Token): void {
    this.take({ kind: 'param', start: token.start, end: token.end });
  }

  private keyword(word: string): void {
    const level = this.level;
    this.betweenClosed = word === 'and' && level.between;
    if (word === 'between') level.between = true;
    else if (word === 'and') level.between = false;
    if (CLAUSES.has(word) && this.previous?.kind !== 'dot') level.clause = word === 'join' || word === 'using' ? 'from' : word;
  }

  private open(token: Token): void {
    if (this.text.charAt(token.start) === '[') this.levels.push({ clause: '', between: false, opener: 'subscript' });
    else if (this.word === 'in') this.levels.push({ clause: '', between: false, opener: 'in' });
    else if (this.level.clause === 'values' || this.word === 'values') this.levels.push({ clause: '', between: false, opener: 'values' });
    else this.levels.push({ clause: '', between: false, opener: this.previous && /word|quoted/.test(this.previous.kind) && (!BEFORE_OPERAND.has(this.word) || this.word === 'any' || this.word === 'all') ? 'call' : 'group' });
  }

  private operandAfter(token: Token, word: string): boolean {
    if (token.kind === 'open' || token.kind === 'comma') return true;
    if (token.kind === 'operator') return !this.isStar(token);
    return token.kind === 'word' && this.previous?.kind !== 'dot' && BEFORE_OPERAND.has(word);
  }

  /** `*` that is all columns, not a product. */
  private isStar(token: Token): boolean {
    return this.text.slice(token.start, token.end) === '*' && (this.previous === null || /open|comma|dot/.test(this.previous.kind) || /^(?:select|all|distinct|returning)$/.test(this.word));
  }
}
