import type { Program } from '../../facts/program.ts';
import { HOLE, type Hole, type SqlText } from '../../sql/read.ts';
import { TextBuilder } from '../../sql/text-builder.ts';
import type { Span } from '../../text/span.ts';
import type { Part } from './values.ts';

/** Where a statement is told of: pieces that are written inside `around` keep their own places, all others stand for `call`. */
export interface Site { readonly file: string; readonly program: Program; readonly call: Span; readonly around: Span }

/** A followed text as SQL with holes, laid out in the document of its site. */
export function sqlTextOf(parts: readonly Part[], site: Site): SqlText {
  const builder = new TextBuilder();
  const holes: (Hole & { readonly span: Span })[] = [];
  for (const part of parts) {
    if (part.p === 'text') { addText(builder, part, site); continue; }
    holes.push({ ...holeOf(part, site), span: site.call });
    builder.replace(HOLE, site.call);
  }
  const { text, toDocument } = builder.build();
  return { text, holes, toDocument };
}

function holeOf(part: Exclude<Part, { readonly p: 'text' }>, site: Site): Hole {
  if (part.p === 'value') return { kind: 'value', ...(part.list ? { list: true } : {}) };
  return part.p === 'maybe' ? { kind: 'fragment', text: sqlTextOf(part.parts, site), optional: true } : { kind: 'unknown' };
}

function addText(builder: TextBuilder, part: Extract<Part, { readonly p: 'text' }>, { file, program, call, around }: Site): void {
  const text = part.text.replaceAll(HOLE, ' ');
  const own = part.place?.file === file ? program.places[part.place.at] : undefined;
  if (own === undefined || own.start < around.start || own.end > around.end) { builder.replace(text, call); return; }
  // A text without escapes stands in the document as it is; of any other, only the whole is known.
  if (own.end - own.start === text.length) builder.copy(text, 0, text.length, (offset) => own.start + offset);
  else builder.replace(text, own);
}
