import type { HostExpr, HostProperty } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';

const shift = (delta: number) => (offset: number): number => offset + delta;

/**
 * An expression of literals, names and simple calls, as loops go over them. The outline has the iterable of a loop that brings its variable in; one that takes a variable up
 * again is read here. Null for anything else.
 */
export function literalAt(text: string, span: Span): HostExpr | null {
  const parser = new Literals(text, span.end, span.start);
  const expr = parser.expression(0);
  return expr !== null && parser.isDone() ? expr : null;
}

const DEEPEST = 30;

class Literals {
  readonly #text: string;
  readonly #end: number;
  #at: number;

  constructor(text: string, end: number, at: number) {
    this.#text = text;
    this.#end = end;
    this.#at = at;
  }

  isDone(): boolean {
    this.#space();
    return this.#at >= this.#end;
  }

  /** One expression; several with commas between them are a tuple. */
  expression(depth: number): HostExpr | null {
    this.#space();
    const start = this.#at;
    const first = this.#one(depth);
    if (first === null || depth > 0 || !this.#takes(',')) return first;
    const items = [first, ...(this.#items('', depth) ?? [])];
    return { kind: 'array', items, span: { start, end: this.#at } };
  }

  #one(depth: number): HostExpr | null {
    this.#space();
    if (depth > DEEPEST || this.#at >= this.#end) return null;
    const start = this.#at;
    const char = this.#text.charAt(start);
    const made = char === '[' || char === '(' ? this.#list(char, depth) : char === '{' ? this.#braces(depth) : char === '"' || char === "'" ? this.#string() : this.#word();
    return made === null ? null : this.#behind(made, start, depth);
  }

  /** Members and calls: `.items()`, `enumerate(…)`. */
  #behind(made: HostExpr, start: number, depth: number): HostExpr | null {
    let expr = made;
    for (;;) {
      if (this.#takes('.')) {
        const name = /^\w+/.exec(this.#rest())?.[0];
        if (name === undefined) return null;
        const propertySpan = { start: this.#at, end: this.#at + name.length };
        this.#at += name.length;
        expr = { kind: 'member', object: expr, property: name, propertySpan, span: { start, end: this.#at } };
      } else if (this.#text.charAt(this.#at) === '(' && this.#at < this.#end && (expr.kind === 'member' || expr.kind === 'identifier')) {
        const open = this.#at++;
        const args = this.#items(')', depth);
        if (args === null) return null;
        expr = { kind: 'call', callee: expr, args, isNew: false, argsSpan: { start: open, end: this.#at }, span: { start, end: this.#at } };
      } else return expr;
    }
  }

  #list(open: string, depth: number): HostExpr | null {
    const start = this.#at++;
    const items = this.#items(open === '[' ? ']' : ')', depth);
    const isTuple = open === '[' || this.#text.slice(start, this.#at).includes(',') || items?.length === 0;
    return items === null ? null : isTuple ? { kind: 'array', items, span: { start, end: this.#at } } : (items[0] ?? null);
  }

  #items(close: string, depth: number): HostExpr[] | null {
    const items: HostExpr[] = [];
    for (;;) {
      if (close !== '' && this.#takes(close)) return items;
      if (close === '' && this.isDone()) return items;
      const item = this.#one(depth + 1);
      if (item === null) return null;
      items.push(item);
      if (!this.#takes(',') && !(close === '' ? this.isDone() : this.#peeks(close))) return null;
    }
  }

  /** A dict; a set is a list here. */
  #braces(depth: number): HostExpr | null {
    const start = this.#at++;
    const properties: HostProperty[] = [];
    const items: HostExpr[] = [];
    while (!this.#takes('}')) {
      const key = this.#one(depth + 1);
      if (key === null) return null;
      const value = this.#takes(':') ? this.#one(depth + 1) : undefined;
      if (value === null) return null;
      if (value === undefined) items.push(key);
      else properties.push({ kind: 'computed', key, value, span: { start: key.span.start, end: value.span.end } });
      if (!this.#takes(',') && !this.#peeks('}')) return null;
    }
    const span = { start, end: this.#at };
    return items.length > 0 ? { kind: 'array', items, span } : { kind: 'object', properties, span };
  }

  /** Without escapes: a name of a table or a column has none. */
  #string(): HostExpr | null {
    const start = this.#at;
    const [whole, , value] = /^("""|'''|"|')([^\\]*?)\1/.exec(this.#rest()) ?? [];
    if (whole === undefined || value === undefined) return null;
    this.#at += whole.length;
    const quote = (whole.length - value.length) / 2;
    const inner = { start: start + quote, end: this.#at - quote };
    return { kind: 'string', value, inner, span: { start, end: this.#at }, toDocument: shift(inner.start) };
  }

  #word(): HostExpr | null {
    const start = this.#at;
    const word = /^-?[\w.]*\d[\d_.]*|^[A-Za-z_]\w*/.exec(this.#rest())?.[0];
    if (word === undefined) return null;
    this.#at += word.length;
    const span = { start, end: this.#at };
    if (/^-?\d/.test(word)) return { kind: 'number', value: Number(word.replaceAll('_', '')), raw: word, span };
    if (word === 'None') return { kind: 'nothing', name: 'null', span };
    if (word === 'True' || word === 'False') return { kind: 'boolean', value: word === 'True', span };
    return { kind: 'identifier', name: word, span };
  }

  #rest(): string {
    return this.#text.slice(this.#at, Math.min(this.#end, this.#at + 4000));
  }

  #space(): void {
    const space = /^(?:\s|#[^\n]*\n)+/.exec(this.#rest())?.[0];
    if (space !== undefined) this.#at += space.length;
  }

  #peeks(char: string): boolean {
    this.#space();
    return this.#at < this.#end && this.#text.startsWith(char, this.#at);
  }

  #takes(char: string): boolean {
    if (!this.#peeks(char)) return false;
    this.#at += char.length;
    return true;
  }
}
