/**
 * A rule's page as its test reads it. Fenced blocks with `path=` are files; the blocks of one `##` section make one
 * workspace. A line of carets under a line of code says what must be reported there:
 *
 *     ^^^ rule-id (severity): message
 *     | advice
 *
 * The severity may be left out where it is the rule's default, the advice line where there is none. `fixed` after the
 * path gives the file's text after the preferred fix of the section's first finding.
 */
export interface Page {
  readonly title: string;
  readonly summary: string;
  readonly headings: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  readonly files: ReadonlyMap<string, string>;
  readonly markers: readonly Marker[];
  readonly fixed: ReadonlyMap<string, string>;
}

/** `line` and `character` are 0-based, in the file without its markers. */
export interface Marker {
  readonly path: string;
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly rule: string;
  readonly severity: string | null;
  readonly message: string;
  readonly advice: string;
}

interface Block { readonly path: string; readonly fixed: boolean; readonly lines: readonly string[] }

export function readPage(text: string): Page {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, i) => (/^## /.test(line) ? [i] : []));
  const sections = starts.map((start, i) => readSection(lines.slice(start, starts[i + 1] ?? lines.length)));
  return {
    title: lines[0]?.replace(/^# /, '') ?? '',
    summary: lines.find((line) => line.startsWith('> '))?.slice(2) ?? '',
    headings: sections.map((section) => section.heading),
    sections: sections.filter((section) => section.files.size > 0),
  };
}

function readSection(lines: readonly string[]): Section {
  const blocks = readBlocks(lines);
  const files = new Map<string, string>();
  const markers: Marker[] = [];
  for (const block of blocks.filter((b) => !b.fixed)) {
    if (files.has(block.path)) throw new Error(`${block.path} stands twice in "${lines[0]}"`);
    const read = readMarkers(block);
    files.set(block.path, read.text);
    markers.push(...read.markers);
  }
  const fixed = new Map(blocks.filter((b) => b.fixed).map((b) => [b.path, textOf(b.lines)]));
  return { heading: lines[0]?.replace(/^## /, '') ?? '', files, markers, fixed };
}

function readBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```(\S+)(.*)$/.exec(lines[at] ?? '');
    if (fence === null) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`a block is not closed: ${lines[at]}`);
    const path = / path=(\S+)/.exec(fence[2] ?? '')?.[1];
    if (path !== undefined) blocks.push({ path, fixed: / fixed\b/.test(fence[2] ?? ''), lines: lines.slice(at + 1, end) });
    at = end;
  }
  return blocks;
}

const textOf = (lines: readonly string[]): string => lines.join('\n') + '\n';

function readMarkers(block: Block): { readonly text: string; readonly markers: readonly Marker[] } {
  const kept: string[] = [];
  const markers: Marker[] = [];
  for (const line of block.lines) {
    const marker = /^(\s*)(\^+) ([a-z-]+)(?: \(([a-z]+)\))?: (.*)$/.exec(line);
    const advice = /^\s*\| (.*)$/.exec(line);
    const last = markers.at(-1);
    if (marker !== null) {
      const [, indent = '', carets = '', rule = '', severity, message = ''] = marker;
      markers.push({ path: block.path, line: kept.length - 1, character: indent.length, length: carets.length, rule, severity: severity ?? null, message, advice: '' });
    } else if (advice !== null && last?.line === kept.length - 1 && last.advice === '') {
      markers[markers.length - 1] = { ...last, advice: advice[1] ?? '' };
    } else kept.push(line);
  }
  return { text: textOf(kept), markers };
}
