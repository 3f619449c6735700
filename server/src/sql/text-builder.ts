import { mapSpan, type OffsetMap, type Span } from '../text/span.ts';

interface Segment { readonly at: number; readonly length: number; readonly from: number; readonly to: number; readonly source: OffsetMap | null }

/** Builds one text out of pieces of others, and remembers where each piece came from. */
export class TextBuilder {
  private readonly parts: string[] = [];
  private readonly segments: Segment[] = [];
  private total = 0;

  get length(): number {
    return this.total;
  }

  /** Adds `text[start, end)` as it stands. `source` maps offsets of `text` to the document. */
  copy(text: string, start: number, end: number, source: OffsetMap): void {
    if (end <= start) return;
    this.segments.push({ at: this.total, length: end - start, from: start, to: end, source });
    this.append(text.slice(start, end));
  }

  /** Adds `text` instead of what stands at `span` of the document. */
  replace(text: string, span: Span): void {
    if (text === '') return;
    this.segments.push({ at: this.total, length: text.length, from: span.start, to: span.end, source: null });
    this.append(text);
  }

  private append(text: string): void {
    this.parts.push(text);
    this.total += text.length;
  }

  build(): { readonly text: string; readonly toDocument: OffsetMap } {
    return { text: this.parts.join(''), toDocument: mapOf(this.segments, this.total) };
  }
}

/** Offsets in the first half of a replaced piece map to its beginning, the others to its end: so does the `$1` of a `($1)` to the whole. */
function mapOf(segments: readonly Segment[], total: number): OffsetMap {
  return (offset, side = 'start') => {
    const segment = segments[segmentAt(segments, Math.max(0, Math.min(side === 'end' ? offset - 1 : offset, total)))];
    if (!segment) return offset;
    const inside = offset - segment.at;
    if (segment.source) return segment.source(segment.from + Math.min(inside, segment.length), side);
    return inside * 2 >= segment.length ? segment.to : segment.from;
  };
}

/** The segment that holds an offset; an offset at the very end belongs to the last. */
function segmentAt(segments: readonly Segment[], offset: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The span of `[start, end)` in the document; never negative, should its two ends come from different places. */
export function documentSpan(map: OffsetMap, start: number, end: number): Span {
  const span = mapSpan({ start, end }, map);
  return span.end >= span.start ? span : { start: span.start, end: span.start };
}
