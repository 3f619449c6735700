import type { Span } from '../../text/span.ts';
import { parameterNames } from './parameters.ts';
import { type BodyText, literalText, pieced } from './literal.ts';
import { atSemicolon, type Stops, TokenWalk } from './walk.ts';

/** What a body holds: statements and expressions to be read as queries, and the names that are no columns in them. */
export interface BodyParts { readonly fragments: readonly BodyText[]; readonly variables: readonly string[]; readonly rows: readonly string[]; readonly temporary: readonly string[] }

export const QUERY_WORDS: ReadonlySet<string> = new Set(['select', 'with', 'update', 'delete', 'insert', 'merge', 'values', 'table']);
/** Behind these the next statement begins at once. */
const OPENERS = new Set(['begin', 'else', 'loop', 'exception', 'then']);
const GIVEN = ['found', 'sqlstate', 'sqlerrm', 'tg_name', 'tg_when', 'tg_level', 'tg_op', 'tg_relid', 'tg_relname', 'tg_table_name', 'tg_table_schema', 'tg_nargs', 'tg_argv'];

/** Takes a PL/pgSQL body apart. It is not run, and its blocks are not told apart: a name declared anywhere in it is a variable everywhere. */
export function plpgsqlParts(body: BodyText): BodyParts {
  const reader = new PlpgsqlBody(body);
  return reader.run();
}

class PlpgsqlBody {
  private readonly fragments: BodyText[] = [];
  private readonly variables: string[] = [...GIVEN];
  private readonly rows: string[] = ['new', 'old'];
  private readonly temporary: string[] = [];
  private declaring = false;
  private readonly body: BodyText;
  private readonly walk: TokenWalk;

  constructor(body: BodyText) {
    this.body = body;
    this.walk = new TokenWalk(body.text, 'postgresql');
  }

  run(): BodyParts {
    while (!this.walk.done) {
      const before = this.walk.at;
      this.step();
      if (this.walk.at === before) this.walk.at += 1;
    }
    return { fragments: this.fragments, variables: this.variables, rows: this.rows, temporary: this.temporary };
  }

  private step(): void {
    const { walk } = this;
    const word = walk.word();
    if (walk.token()?.kind === 'semicolon') walk.at += 1;
    else if (walk.written() === '<<') this.label();
    else if (word === 'declare') this.enter(true);
    else if (this.declaring && word !== 'begin') this.declaration();
    else if (OPENERS.has(word)) this.enter(false);
    else if (QUERY_WORDS.has(word) || walk.token()?.kind === 'open') this.query(atSemicolon);
    else this.statement(word);
  }

  private enter(declaring: boolean): void {
    this.declaring = declaring;
    this.walk.at += 1;
  }

  private label(): void {
    this.rows.push(this.walk.name(1));
    this.walk.at += 3;
  }

  private statement(word: string): void {
    const { walk } = this;
    switch (word) {
      case 'perform': walk.at += 1; this.query(atSemicolon, 'SELECT '); return;
      case 'execute': walk.at += 1; this.execute(); return;
      case 'return': walk.at += 1; this.returned(); return;
      case 'if': case 'elsif': case 'elseif': case 'when': walk.at += 1; this.value((next) => next === 'then'); return;
      case 'while': walk.at += 1; this.value((next) => next === 'loop'); return;
      case 'case': walk.at += 1; this.value((next) => next === 'when'); return;
      case 'for': case 'foreach': walk.at += 1; this.loop(); return;
      case 'open': this.opened(); return;
      case 'create': this.created(); return;
      case 'end': case 'raise': case 'get': case 'fetch': case 'move': case 'close': case 'call': case 'exit': case 'continue': case 'null': walk.until(atSemicolon); return;
      default: this.assignment();
    }
  }

  /** `name [CONSTANT] type [:= value]`, `name CURSOR [(…)] FOR query`, `name ALIAS FOR $1`. */
  private declaration(): void {
    const { walk } = this;
    this.variables.push(walk.name());
    walk.until((word, token) => token.kind === 'semicolon' || word === 'cursor' || word === 'default' || /^:?=$/.test(walk.written()));
    if (walk.word() !== 'cursor') {
      if (walk.token()?.kind !== 'semicolon') walk.at += 1;
      this.value(atSemicolon);
      return;
    }
    walk.at += 1;
    if (walk.token()?.kind === 'open') this.variables.push(...parameterNames(walk));
    walk.at += 1;
    this.query(atSemicolon);
  }

  private assignment(): void {
    const { walk } = this;
    walk.until((_word, token) => token.kind === 'semicolon' || /^:?=$/.test(walk.written()));
    if (walk.token()?.kind === 'semicolon') return;
    walk.at += 1;
    this.value(atSemicolon);
  }

  private returned(): void {
    const { walk } = this;
    if (walk.word() === 'query') walk.at += 1;
    else { this.value(atSemicolon); return; }
    if (walk.word() !== 'execute') { this.query(atSemicolon); return; }
    walk.at += 1;
    this.execute();
  }

  /** `FOR r IN query LOOP`, `FOR i IN 1..n LOOP`, `FOREACH x IN ARRAY a LOOP`. */
  private loop(): void {
    const { walk } = this;
    const isLoop = (word: string): boolean => word === 'loop';
    for (; !walk.done && walk.word() !== 'in' && walk.token()?.kind !== 'semicolon'; walk.at += 1) if (walk.token(-1)?.kind !== 'dot') this.variables.push(walk.name());
    walk.at += 1;
    if (walk.word() === 'execute') { walk.at += 1; this.execute(isLoop); return; }
    if (QUERY_WORDS.has(walk.word()) || (walk.token()?.kind === 'open' && QUERY_WORDS.has(walk.word(1)))) this.query(isLoop);
    else walk.until(isLoop);
  }

  private opened(): void {
    const { walk } = this;
    walk.until((word, token) => token.kind === 'semicolon' || word === 'for');
    if (walk.token()?.kind === 'semicolon') return;
    walk.at += 1;
    if (walk.word() === 'execute') { walk.at += 1; this.execute(); return; }
    this.query(atSemicolon);
  }

  private created(): void {
    const { walk } = this;
    const text = this.body.text.slice(walk.token()?.start ?? 0, walk.until(atSemicolon).end);
    const name = /^create\s+(?:(?:local|global)\s+)?temp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?"?(\w+)/i.exec(text)?.[1];
    if (name !== undefined) this.temporary.push(name.toLowerCase());
  }

  /** EXECUTE of a text that is known whole, run as it stands. */
  private execute(stops: Stops = atSemicolon): void {
    const { walk } = this;
    const token = walk.token();
    const { first } = walk.until((word, next) => word === 'into' || word === 'using' || stops(word, next));
    const text = token?.kind === 'string' && walk.at === first + 1 ? literalText(this.body, token) : null;
    if (text && QUERY_WORDS.has(new TokenWalk(text.text, 'postgresql').word())) this.fragments.push(text);
    walk.until(stops);
  }

  /** A statement up to where it ends; INTO and the variables behind it are no part of it. */
  private query(stops: Stops, prefix = ''): void {
    const { walk } = this;
    const start = walk.token()?.start ?? 0;
    const head = walk.until((word, token) => stops(word, token) || (word === 'into' && !/^(?:insert|merge)$/.test(walk.word(-1))));
    if (walk.word() !== 'into') { this.add(prefix, { start, end: head.end }); return; }
    this.skipTargets();
    const rest = walk.token();
    const tail = walk.until(stops);
    this.add(prefix, { start, end: head.end }, ...(rest && tail.end > rest.start ? [{ start: (walk.tokens[tail.first - 1]?.end ?? rest.start), end: tail.end }] : []));
  }

  /** `INTO [STRICT] a, b.c, d[1]`. */
  private skipTargets(): void {
    const { walk } = this;
    walk.at += walk.word(1) === 'strict' ? 2 : 1;
    for (;;) {
      walk.at += 1;
      for (;;) {
        if (walk.token()?.kind === 'dot') walk.at += 2;
        else if (walk.written() === '[') { walk.at += 1; walk.until((_word, token) => token.kind === 'close'); walk.at += 1; }
        else break;
      }
      if (walk.token()?.kind !== 'comma') return;
      walk.at += 1;
    }
  }

  /** An expression, of which only the queries inside it are of interest: `EXISTS (SELECT …)`, `count(*) FROM t WHERE …`. */
  private value(stops: Stops): void {
    const { walk } = this;
    const { start, end, first } = walk.until(stops);
    const words = walk.tokens.slice(first, walk.at).map((token) => (token.kind === 'word' ? this.body.text.slice(token.start, token.end).toLowerCase() : ''));
    if (words.includes('select') || (words.includes('from') && isCounting(walk, first))) this.add('SELECT ', { start, end });
  }

  private add(prefix: string, ...spans: readonly Span[]): void {
    this.fragments.push(pieced(this.body, prefix, ...spans));
  }
}

/** Whether FROM stands outside of all brackets: in them it is that of `extract(… from …)`. */
function isCounting(walk: TokenWalk, first: number): boolean {
  let depth = 0;
  for (const token of walk.tokens.slice(first, walk.at)) {
    if (token.kind === 'open') depth += 1;
    else if (token.kind === 'close') depth -= 1;
    else if (depth === 0 && token.kind === 'word' && walk.text.slice(token.start, token.end).toLowerCase() === 'from') return true;
  }
  return false;
}
