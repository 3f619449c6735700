import type { SymbolPath } from '../../facts/expr.ts';

/** An annotation taken apart, of either language. `args` are those in brackets or angle brackets; `called` those of a call in it (`Depends(get_repo)`). */
export type Annotation =
  | { readonly a: 'name'; readonly path: SymbolPath; readonly args: readonly Annotation[]; readonly called: readonly Annotation[] | null }
  | { readonly a: 'list'; readonly of: Annotation }
  | { readonly a: 'union'; readonly parts: readonly Annotation[] }
  /** TypeScript's `typeof x`. */
  | { readonly a: 'value'; readonly path: SymbolPath }
  | { readonly a: 'other' };

/** Longer ones name nothing that a person would follow. UTF-16 units. */
const LONGEST = 600;
const DEEPEST = 12;
const OTHER: Annotation = { a: 'other' };
const TOKEN = /\s*(?:(?<word>[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*)|(?<text>"[^"\n]*"|'[^'\n]*')|(?<sign>=>|\[\s*\]|[[\]<>(){}|&,=?:;*.]|-?\d+|.))/gsy;

const known = new Map<string, Annotation>();
/** Annotations are few and asked for often; beyond this the table is begun anew. */
const MOST_KNOWN = 5_000;

/** What an annotation says, as far as it names classes; texts in it (Python's forward references) are read as what they say. */
export function readAnnotation(text: string): Annotation {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size > MOST_KNOWN) known.clear();
  const found = text.length > LONGEST ? OTHER : new Reader(text).whole();
  known.set(text, found);
  return found;
}

interface Token { readonly kind: 'word' | 'text' | 'sign'; readonly text: string }

function tokensOf(text: string): Token[] {
  return [...text.trim().matchAll(TOKEN)].flatMap(({ groups = {} }): Token[] => {
    const { word, text: quoted, sign } = groups;
    if (word !== undefined) return [{ kind: 'word', text: word.replace(/\s+/g, '') }];
    if (quoted !== undefined) return [{ kind: 'text', text: quoted.slice(1, -1) }];
    return sign === undefined ? [] : [{ kind: 'sign', text: sign.replace(/\s+/g, '') }];
  });
}

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '<': '>', '(': ')' };

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  whole(): Annotation {
    const found = this.#union();
    return this.#at < this.#tokens.length ? OTHER : found;
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at++;
    return true;
  }

  #union(): Annotation {
    if (this.#depth > DEEPEST) { this.#at = this.#tokens.length; return OTHER; }
    this.#depth++;
    this.#take('|');
    const parts = [this.#postfix()];
    while (this.#take('|')) parts.push(this.#postfix());
    this.#depth--;
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { a: 'union', parts };
  }

  #postfix(): Annotation {
    let found = this.#primary();
    while (this.#take('[]')) found = { a: 'list', of: found };
    return found;
  }

  #primary(): Annotation {
    const token = this.#tokens[this.#at];
    if (token === undefined) return OTHER;
    this.#at++;
    if (token.kind === 'text') return token.text.length > 80 || !/^[A-Za-z_]/.test(token.text) ? OTHER : readAnnotation(token.text);
    if (token.kind === 'word') return this.#named(token.text);
    if (token.text === '(') { const inner = this.#union(); return this.#take(')') && !this.#isArrow() ? inner : this.#skip(); }
    if (token.text === '*') return this.#primary();
    return this.#skip();
  }

  #isArrow(): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.text === '=>';
  }

  #named(word: string): Annotation {
    if (word === 'readonly' || word === 'unique' || word === 'infer') return this.#postfix();
    const next = this.#tokens[this.#at];
    if (word === 'typeof' && next?.kind === 'word') { this.#at++; return { a: 'value', path: next.text.split('.') }; }
    if (word === 'keyof') { this.#postfix(); return OTHER; }
    const opener = next?.kind === 'sign' ? next.text : '';
    const path = word.split('.');
    if (opener === '(') return { a: 'name', path, args: [], called: this.#list('(') };
    return { a: 'name', path, args: opener === '[' || opener === '<' ? this.#list(opener) : [], called: null };
  }

  #list(opener: string): Annotation[] {
    this.#take(opener);
    const closer = CLOSERS[opener] ?? '';
    const out: Annotation[] = [];
    while (this.#at < this.#tokens.length && !this.#take(closer)) {
      const from = this.#at;
      out.push(this.#union());
      // `Depends(dependency=get_repo)`: the value is what counts.
      if (this.#take('=')) { out.pop(); continue; }
      if (!this.#take(',') && this.#at === from) this.#at++;
    }
    return out;
  }

  /** What is not understood makes all that follows not understood. */
  #skip(): Annotation {
    let depth = 1;
    while (this.#at < this.#tokens.length && depth > 0) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'sign' && /^[[({<]$/.test(token.text)) depth++;
      if (token?.kind === 'sign' && /^[\])}>]$/.test(token.text)) depth--;
      this.#at++;
    }
    return OTHER;
  }
}
