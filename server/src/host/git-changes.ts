/** Lines that a change wrote, from 0, the end not included. */
export interface LineRange { readonly start: number; readonly end: number }

/** What became of one file. Paths are relative to the folder that was asked about, with `/`. */
export interface ChangedFile {
  readonly kind: 'added' | 'modified' | 'deleted' | 'renamed';
  /** Now; of a deleted file, what it was. */
  readonly path: string;
  /** Where a renamed file was. */
  readonly from: string | null;
  /** Lines of the text as it is now that the change wrote or after which it took some away (then empty). Null where the whole file counts: it is new, or git takes it for binary. */
  readonly lines: readonly LineRange[] | null;
}

/** Reads `git diff --raw --patch -z --unified=0`. */
export function readChanges(output: Buffer): readonly ChangedFile[] {
  const { files, rest } = readRaw(output);
  const lines = readHunks(rest);
  return files.map((file) => (file.kind === 'added' ? file : { ...file, lines: file.kind === 'deleted' ? [] : (lines.get(file.path) ?? (file.kind === 'renamed' ? [] : null)) }));
}

/** Records of `:mode mode hash hash STATUS\0path\0[path\0]`, then an empty one, then the patch. */
function readRaw(output: Buffer): { readonly files: readonly ChangedFile[]; readonly rest: string } {
  const text = output.toString('utf8');
  const files: ChangedFile[] = [];
  let at = 0;
  const field = (): string => { const end = text.indexOf('\0', at); const found = end < 0 ? text.slice(at) : text.slice(at, end); at = end < 0 ? text.length : end + 1; return found; };
  while (text[at] === ':') {
    const status = /([A-Z])\d*$/.exec(field())?.[1] ?? '';
    const first = field();
    if (status === 'R') files.push({ kind: 'renamed', path: field(), from: first, lines: [] });
    else if (status === 'C') files.push({ kind: 'added', path: field(), from: null, lines: null });
    else files.push({ kind: status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'modified', path: first, from: null, lines: null });
  }
  return { files, rest: text.slice(at) };
}

/** Of each file of a patch without context the lines that it has now. What begins a line of a text is `+`, `-` or `\`, so that headers are told from texts. */
function readHunks(patch: string): ReadonlyMap<string, readonly LineRange[]> {
  const found = new Map<string, LineRange[]>();
  let ranges: LineRange[] = [];
  let inHeader = true;
  for (const line of patch.split('\n')) {
    if (line.startsWith('diff --git ')) { inHeader = true; ranges = []; }
    const path = inHeader ? /^\+\+\+ b\/(.*?)\t?$/.exec(line)?.[1] : undefined;
    if (path !== undefined) found.set(path, ranges);
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) continue;
    inHeader = false;
    const [first, count] = [Number(hunk[1]), hunk[2] === undefined ? 1 : Number(hunk[2])];
    // Where lines were only taken away git names the line before.
    ranges.push(count === 0 ? { start: first, end: first } : { start: first - 1, end: first - 1 + count });
  }
  return found;
}
