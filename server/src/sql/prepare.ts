import type { Dialect } from '../facts/dialect.ts';
import type { Span } from '../text/span.ts';
import { ClauseWalk } from './clause.ts';
import type { PreparedHole, PreparedStatement } from './dialect-reader.ts';
import type { FlatHole, FlatSql } from './flatten.ts';
import { standsFor, type Stand, valueStands } from './hole-choice.ts';
import { embeddedAt, hasNumbered, placeholderAt, qualifies } from './placeholders.ts';
import { quoteName } from './identifiers.ts';
import { HOLE } from './read.ts';
import { TextBuilder } from './text-builder.ts';
import { nextToken, type Token } from './tokens.ts';

/** A hole that was left out of the text: more may be sent than was read. `direction`: behind a sort key. */
export interface Dropped {
  readonly span: Span;
  readonly kind: 'clause' | 'direction';
  /** Where what stands before it ends, in the document: the query that holds this place holds the hole. */
  readonly behind: number;
}

/** A hole that could be written otherwise, should the parser refuse. `at` is in the prepared text, `hole` in the flat text. */
export interface Choice { readonly hole: number; readonly at: number; readonly taken: number; readonly count: number }

export interface Prepared {
  readonly statement: PreparedStatement;
  readonly dropped: readonly Dropped[];
  readonly choices: readonly Choice[];
}

/** A string of digits, which a hole is none of: only as a whole does it parse. */
const BYTES = /^[xXbB]'/;

/** The identifier that repair puts where an operand is missing. */
export const MISSING = `${HOLE}0`;

/** How unqualified tables are understood; see `PreparedStatement`. */
export type Schemas = Pick<PreparedStatement, 'schemaOf' | 'schemaOfNew' | 'searched' | 'isCurrent'>;

/**
 * Makes one statement of a flat text parseable: placeholders and holes are replaced by the dialect's own parameters or by made-up names.
 * @param taken for a hole (its offset in the flat text) which of its possible stands to take; the first when it is not in there
 */
export function prepare(flat: FlatSql, piece: Span, dialect: Dialect, schemas: Schemas, taken: ReadonlyMap<number, number>): Prepared {
  const preparing = new Preparing(flat, piece, dialect, taken);
  preparing.run();
  return preparing.finish(schemas);
}

class Preparing {
  private readonly builder = new TextBuilder();
  private readonly names = new Map<string, PreparedHole>([[MISSING, { kind: 'unknown' }]]);
  private readonly dropped: Dropped[] = [];
  private readonly choices: Choice[] = [];
  private readonly tokens: Token[];
  private readonly walk: ClauseWalk;
  private readonly numbered: boolean;
  private params = 0;
  private nextHole = 0;
  /** Everything before it is in the builder. */
  private copied: number;
  private readonly flat: FlatSql;
  private readonly piece: Span;
  private readonly dialect: Dialect;
  private readonly taken: ReadonlyMap<number, number>;

  constructor(flat: FlatSql, piece: Span, dialect: Dialect, taken: ReadonlyMap<number, number>) {
    this.flat = flat;
    this.piece = piece;
    this.dialect = dialect;
    this.taken = taken;
    this.copied = piece.start;
    this.tokens = tokensWithin(flat.text, piece, dialect);
    this.nextHole = firstFrom(flat.offsets, piece.start);
    this.walk = new ClauseWalk(flat.text);
    this.numbered = hasNumbered(flat.text, this.tokens);
  }

  run(): void {
    for (let i = 0; i < this.tokens.length; i += 1) {
      const token = this.tokens[i];
      if (!token) continue;
      const end = this.consume(token, this.tokens[i + 1] ?? null);
      while ((this.tokens[i + 1]?.start ?? end) < end && (this.tokens[i + 1]?.end ?? Infinity) <= end) i += 1;
      const rest = this.tokens[i + 1];
      // A placeholder ended within an operator's run (`?||`): what is left of it is an operator.
      if (token.kind === 'operator' && end < token.end) this.walk.take({ kind: 'operator', start: end, end: token.end });
      else if (rest && rest.start < end) this.tokens[i + 1] = { ...rest, start: end };
    }
    this.builder.copy(this.flat.text, this.copied, this.piece.end, this.flat.toDocument);
  }

  finish(schemas: Schemas): Prepared {
    const { text, toDocument } = this.builder.build();
    const names = this.names;
    const statement = { text, toDocument, holeAt: (name: string) => names.get(name) ?? null, ...schemas };
    return { statement, dropped: this.dropped, choices: this.choices };
  }

  /** Handles one token; the end of what was handled. */
  private consume(token: Token, next: Token | null): number {
    if (token.kind === 'hole') return this.hole(token, next);
    if (this.holds(token)) return this.dynamicName(token);
    const embedded = embeddedAt(this.flat.text, token);
    if (embedded) {
      this.put(embedded.text, token.start, embedded.end);
      this.walk.operand(token);
      return embedded.end;
    }
    const placeholder = placeholderAt(this.flat.text, token, this.walk, this.dialect, this.numbered);
    if (!placeholder) {
      this.walk.take(token);
      return token.end;
    }
    const bare = !placeholder.identifier && this.isBareList();
    const name = placeholder.identifier ? this.madeUp({ kind: 'unknown' }) : this.param(placeholder.name, placeholder.list);
    this.put(bare ? `(${name})` : name, token.start, placeholder.end);
    this.walk.operand(token);
    return placeholder.end;
  }

  /** `IN $1` and `VALUES $1` are lists that the driver writes out. SQLite takes `IN ?` as it stands in no dialect of ours. */
  private isBareList(): boolean {
    return (this.walk.word === 'in' || this.walk.word === 'values') && this.walk.previous?.kind === 'word';
  }

  private hole(token: Token, next: Token | null): number {
    const hole: FlatHole = this.flat.holes.get(token.start) ?? { kind: 'unknown', span: this.documentSpan(token) };
    if (hole.kind === 'value' || hole.kind === 'unknown') this.chosen(token, next, hole);
    else {
      this.put(hole.kind === 'identifier' ? this.quoted(hole.name) : this.madeUp(hole.kind === 'column' ? { kind: 'column', column: hole.column } : { kind: 'table', table: hole.table }), token.start, token.end);
      this.walk.operand(token);
    }
    return token.end;
  }

  private quoted(name: string): string {
    return name.split('.').map((part) => quoteName(part, this.dialect, 'always')).join('.');
  }

  private chosen(token: Token, next: Token | null, hole: Extract<FlatHole, { kind: 'value' | 'unknown' }>): void {
    const list = hole.kind === 'value' && hole.list === true;
    const stands: readonly Stand[] = qualifies(this.flat.text, token.end) ? ['name'] : hole.kind === 'value' ? valueStands(this.walk, list, next, this.flat.text) : standsFor(this.walk, next, this.flat.text);
    const taken = Math.min(this.taken.get(token.start) ?? 0, stands.length - 1);
    if (stands.length > 1) this.choices.push({ hole: token.start, at: this.builder.length + token.start - this.copied, taken, count: stands.length });
    this.write(stands[taken] ?? 'nothing', token, list);
  }

  private write(stand: Stand, token: Token, list: boolean): void {
    if (stand === 'nothing') {
      const behind = this.flat.toDocument(this.walk.previous?.end ?? token.start);
      this.dropped.push({ span: this.documentSpan(token), kind: this.walk.level.clause === 'order' ? 'direction' : 'clause', behind });
      this.put(' ', token.start, token.end);
      return;
    }
    this.put(this.standText(stand, list), token.start, token.end);
    if (stand === 'operator') this.walk.take({ kind: 'operator', start: token.start, end: token.end });
    else this.walk.operand(token);
  }

  private standText(stand: Stand, list: boolean): string {
    switch (stand) {
      case 'list': return `(${this.param('', true)})`;
      case 'name': return this.madeUp({ kind: 'unknown' });
      case 'assignment': return `${this.madeUp({ kind: 'unknown' })} = ${this.param('', false)}`;
      case 'rows': return 'DEFAULT VALUES';
      // No comparison, so that nothing is concluded from an operator that is not known.
      case 'operator': return `+ ${this.madeUp({ kind: 'unknown' })} +`;
      default: return this.param('', list || (this.walk.level.opener === 'in' && this.walk.previous?.kind === 'open'));
    }
  }

  /** A string or name with holes inside: known names are put in, `'${x}'` and `X'…${x}'` are values, `"${x}"` a name, the rest stays unknown. */
  private dynamicName(token: Token): number {
    const { text, holes } = this.flat;
    const written = text.slice(token.start, token.end);
    const sole = written.length === 3 && written.charAt(1) === HOLE ? holes.get(token.start + 1) : undefined;
    if (token.kind === 'string' && ((sole && sole.kind !== 'identifier') || BYTES.test(written))) this.put(this.param('', false), token.start, token.end);
    else if (token.kind === 'quoted' && sole && (sole.kind === 'column' || sole.kind === 'table')) this.put(this.madeUp(sole), token.start, token.end);
    else this.splice(token);
    this.walk.operand(token);
    return token.end;
  }

  private splice(token: Token): void {
    const { text, holes } = this.flat;
    for (let at = text.indexOf(HOLE, token.start); at >= 0 && at < token.end; at = text.indexOf(HOLE, at + 1)) {
      const hole = holes.get(at);
      if (hole?.kind !== 'identifier') continue;
      this.builder.copy(text, this.copied, at, this.flat.toDocument);
      this.builder.replace(hole.name, hole.span);
      this.copied = at + 1;
    }
  }

  private holds(token: Token): boolean {
    if (token.kind !== 'string' && token.kind !== 'quoted' && token.kind !== 'word') return false;
    const { offsets } = this.flat;
    while ((offsets[this.nextHole] ?? Infinity) < token.start) this.nextHole += 1;
    return (offsets[this.nextHole] ?? Infinity) < token.end;
  }

  private param(name: string, list: boolean): string {
    this.params += 1;
    const own = `${this.dialect === 'postgresql' ? '$' : '?'}${this.params}`;
    this.names.set(own, { kind: 'param', name, list });
    return own;
  }

  private madeUp(hole: PreparedHole): string {
    const name = `${HOLE}${this.names.size}`;
    this.names.set(name, hole);
    return name;
  }

  /** Writes `text` in the place of `[start, end)`, kept apart from names on either side. */
  private put(text: string, start: number, end: number): void {
    const { flat } = this;
    this.builder.copy(flat.text, this.copied, start, flat.toDocument);
    const spaced = /\w$/.test(text) && /[\w$]/.test(flat.text.charAt(end)) && end < this.piece.end ? `${text} ` : text;
    this.builder.replace(/[\w$]/.test(flat.text.charAt(start - 1)) && start > this.piece.start && /^[\w$?\uFFFC]/.test(text) ? ` ${spaced}` : spaced, this.documentSpan({ start, end }));
    this.copied = end;
  }

  private documentSpan(span: Span): Span {
    const hole = span.end === span.start + 1 ? this.flat.holes.get(span.start) : undefined;
    return hole ? hole.span : { start: this.flat.toDocument(span.start), end: this.flat.toDocument(span.end) };
  }
}

/** The place of the first of some rising numbers that is not below `least`. */
function firstFrom(rising: readonly number[], least: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tokensWithin(text: string, piece: Span, dialect: Dialect): Token[] {
  const out: Token[] = [];
  for (let token = nextToken(text, piece.start, dialect); token && token.start < piece.end; token = nextToken(text, token.end, dialect)) {
    if (token.kind !== 'comment') out.push(token.end > piece.end ? { ...token, end: piece.end } : token);
  }
  return out;
}
