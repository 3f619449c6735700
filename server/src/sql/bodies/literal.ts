import type { FlatSql } from '../flatten.ts';
import { HOLE } from '../read.ts';
import { TextBuilder } from '../text-builder.ts';
import type { Token } from '../tokens.ts';

/** A text without holes whose pieces know where in the document they come from. */
export type BodyText = Pick<FlatSql, 'text' | 'toDocument'>;

/** What a string literal of `source` holds; null when it holds escapes with a backslash, or something known only at run time. */
export function literalText(source: BodyText, token: Token): BodyText | null {
  const written = source.text.slice(token.start, token.end);
  if (token.open === true || written.includes(HOLE)) return null;
  const tag = /^\$[^$]*\$/.exec(written.slice(0, 80))?.[0];
  const builder = new TextBuilder();
  if (tag !== undefined) builder.copy(source.text, token.start + tag.length, token.end - tag.length, source.toDocument);
  else if (!written.startsWith("'")) return null;
  else unquoted(builder, source, token.start + 1, token.end - 1);
  return builder.build();
}

/** A doubled quote stands for one. */
function unquoted(builder: TextBuilder, source: BodyText, start: number, end: number): void {
  let from = start;
  for (let at = source.text.indexOf("''", from); at >= 0 && at + 1 < end; at = source.text.indexOf("''", at + 2)) {
    builder.copy(source.text, from, at + 1, source.toDocument);
    from = at + 2;
  }
  builder.copy(source.text, from, end, source.toDocument);
}

/** Pieces of a text one after the other, each behind `prefix` if it has one. */
export function pieced(source: BodyText, prefix: string, ...spans: readonly { readonly start: number; readonly end: number }[]): BodyText {
  const builder = new TextBuilder();
  const first = spans[0]?.start ?? 0;
  builder.replace(prefix, { start: source.toDocument(first), end: source.toDocument(first) });
  for (const { start, end } of spans) builder.copy(source.text, start, end, source.toDocument);
  return builder.build();
}
