import type { Dialect } from '../facts/dialect.ts';
import type { OffsetMap, Span } from '../text/span.ts';
import { HOLE, type Hole, type SqlText } from './read.ts';
import { documentSpan, TextBuilder } from './text-builder.ts';
import { tokenize } from './tokens.ts';

export type FlatHole = Exclude<Hole, { kind: 'fragment' }> & { readonly span: Span };

/** A SqlText whose fragments have been put in their places. Each U+FFFC of `text` is one of `holes`, by its offset. */
export interface FlatSql {
  readonly text: string;
  readonly toDocument: OffsetMap;
  readonly holes: ReadonlyMap<number, FlatHole>;
  /** The keys of `holes`, rising. */
  readonly offsets: readonly number[];
  /** What comes out of fragments that are there only sometimes, in the document. */
  readonly optional: readonly Span[];
}

/** Fragments within fragments; a fragment that holds itself ends here. */
const DEEPEST_FRAGMENT = 16;
const LONGEST_TEXT = 1 << 22;

interface Flattening { readonly builder: TextBuilder; readonly holes: Map<number, FlatHole>; readonly optional: { start: number; end: number }[]; readonly dialect: Dialect }

/** Inlines all fragments. */
export function flatten(sql: SqlText, dialect: Dialect): FlatSql {
  if (sql.holes.length === 0) return { text: sql.text, toDocument: sql.toDocument, holes: new Map(), offsets: [], optional: [] };
  const state: Flattening = { builder: new TextBuilder(), holes: new Map(), optional: [], dialect };
  inline(state, sql, 0);
  const { text, toDocument } = state.builder.build();
  return { text, toDocument, holes: state.holes, offsets: [...state.holes.keys()], optional: state.optional.map((span) => documentSpan(toDocument, span.start, span.end)) };
}

function inline(state: Flattening, sql: SqlText, depth: number): void {
  const glued = sql.holes.some((hole) => hole.kind === 'fragment') ? gluedHoles(sql.text, state.dialect) : new Set<number>();
  let from = 0;
  for (const hole of sql.holes) {
    const at = sql.text.indexOf(HOLE, from);
    if (at < 0) break;
    state.builder.copy(sql.text, from, at, sql.toDocument);
    put(state, hole, depth, glued.has(at));
    from = at + 1;
  }
  state.builder.copy(sql.text, from, sql.text.length, sql.toDocument);
}

function put(state: Flattening, hole: Hole & { span: Span }, depth: number, glued: boolean): void {
  const { builder } = state;
  if (hole.kind !== 'fragment' || depth >= DEEPEST_FRAGMENT || builder.length > LONGEST_TEXT) {
    state.holes.set(builder.length, hole.kind === 'fragment' ? { kind: 'unknown', span: hole.span } : hole);
    builder.replace(HOLE, hole.span);
    return;
  }
  // The spaces keep apart what stands in two places of the document: no token, and no end of an expression, falls between the two.
  const pad = glued ? '' : ' ';
  builder.replace(pad, { start: hole.text.toDocument(0), end: hole.text.toDocument(0) });
  const start = builder.length;
  inline(state, hole.text, depth + 1);
  if (hole.optional && builder.length > start) state.optional.push({ start, end: builder.length });
  const end = hole.text.toDocument(hole.text.text.length);
  builder.replace(pad, { start: end, end });
}

/** Offsets of holes inside quotes or names, where a fragment is spliced in as it is. */
function gluedHoles(text: string, dialect: Dialect): Set<number> {
  const out = new Set<number>();
  for (const token of tokenize(text, dialect)) {
    if (token.kind === 'hole' || token.kind === 'comment') continue;
    for (let at = text.indexOf(HOLE, token.start); at >= 0 && at < token.end; at = text.indexOf(HOLE, at + 1)) out.add(at);
  }
  return out;
}
