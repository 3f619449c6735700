import type { Dialect } from '../facts/dialect.ts';
import type { FileFacts } from '../facts/file.ts';
import { hashText } from '../text/hash.ts';
import { isHost, isPage, languageOf } from '../text/language.ts';
import { FLOW_ALONE } from './flow/leading.ts';
import type { EngineOptions } from './options.ts';
import { linkFingerprint } from './link.ts';
import { repairedOf } from '../lang/python/outline.ts';
import { partOf, readFile, wants } from './read-file.ts';
import { type LastReading, readAgain } from './reread.ts';
import { keepingFlow } from './reread-flow.ts';
import { type MovedSpans, movedSpans } from './same-structure.ts';

/** One source file: its text while it waits to be read or is open, and its facts once read. */
interface Entry {
  disk: string | null; open: string | null; facts: FileFacts | null; dialect: Dialect | null; hash: string; print: string; pending: boolean; last: LastReading | null;
  /** Of a file that no adapter wants, read for its flow. */
  lastFlow: LastReading | null;
  /** What was linked last, and where its spans have moved since. */
  linked: FileFacts | null; moved: MovedSpans | null;
}

/**
 * The source files of a workspace and their facts. An open document's text wins over the disk's. Texts of closed files are let go as soon as they are read:
 * what is kept for each is its facts.
 */
export class SourceFiles {
  readonly #entries = new Map<string, Entry>();
  readonly #pending = new Set<string>();
  readonly #options: EngineOptions;
  /** Changes whenever something that linking rests on does: a declaration, an export, the set of files (invariant 3). */
  linkRevision = 0;
  /** Changes with the set of files. */
  pathsRevision = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  static isSource(path: string): boolean {
    const language = languageOf(path);
    return language === 'sql' || isHost(language) || isPage(path);
  }

  setDisk(path: string, text: string | null): void {
    const entry = this.#entries.get(path);
    if (text === null && (entry === undefined || entry.open === null)) { this.#forget(path); return; }
    const next = entry ?? this.#add(path);
    next.disk = text;
    if (next.open === null) this.#touch(path, next);
  }

  setOpen(path: string, text: string | null): void {
    const entry = this.#entries.get(path) ?? this.#add(path);
    entry.open = text;
    if (text === null) {
      for (const key of [path, partOf(path)]) { this.#options.forget?.(key); this.#options.forget?.(repairedOf(key)); }
      entry.last = null;
      entry.lastFlow = null;
    }
    if (text === null) entry.disk ??= this.#options.readText(path);
    if (text === null && entry.disk === null) this.#forget(path);
    else this.#touch(path, entry);
  }

  /** Reads what waits, for as long as `more()` says so. True when nothing waits any more. */
  settle(dialectOf: (path: string) => Dialect | null, more: () => boolean): boolean {
    for (const path of this.#pending) {
      if (!more()) return false;
      this.#read(path, dialectOf(path));
    }
    return true;
  }

  /** Files whose dialect is another now are read again. */
  recheckDialects(dialectOf: (path: string) => Dialect | null): void {
    for (const [path, entry] of this.#entries) if (entry.facts !== null && !entry.pending && usesDialect(path, entry.facts) && dialectOf(path) !== entry.dialect) this.#touch(path, entry);
  }

  facts(): ReadonlyMap<string, FileFacts> {
    return new Map([...this.#entries].flatMap(([path, entry]) => (entry.facts === null ? [] : [[path, entry.facts] as const])));
  }

  /** The text as it is now: the open document's, or the disk's. */
  text(path: string): string | null {
    const entry = this.#entries.get(path);
    return entry?.open ?? entry?.disk ?? this.#options.readText(path);
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  paths(): readonly string[] {
    return [...this.#entries.keys()];
  }

  factsOf(path: string): FileFacts | null {
    return this.#entries.get(path)?.facts ?? null;
  }

  /** Reads a file that no adapter wants for what its functions do. What they do as they did `before` stays the same object. */
  readFlow(path: string, before: FileFacts | null): FileFacts {
    const entry = this.#entries.get(path);
    const options = { ...this.#options, adapters: [FLOW_ALONE] };
    const text = this.text(path) ?? '';
    if (entry === undefined || entry.open === null) return keepingFlow(readFile(path, text, null, options), before);
    const last = readAgain(path, text, null, entry.lastFlow, options);
    entry.lastFlow = { ...last, facts: keepingFlow(last.facts, before) };
    return entry.lastFlow.facts;
  }

  /** A file that no adapter wants is read on the spot, so that its text need not be kept until the dialects are known. */
  #touch(path: string, entry: Entry): void {
    entry.pending = true;
    this.#pending.add(path);
    const text = entry.open ?? entry.disk;
    if (text !== null && languageOf(path) !== 'sql' && !wants(this.#options.adapters, path, text)) this.#read(path, null);
  }

  #readOpen(path: string, entry: Entry, text: string, dialect: Dialect | null): FileFacts {
    if (!isHost(languageOf(path))) return readFile(path, text, dialect, this.#options);
    const last = readAgain(path, text, dialect, entry.last, this.#options);
    entry.last = { ...last, facts: keepingFlow(last.facts, entry.facts) };
    return entry.last.facts;
  }

  /** What declares the same needs no linking again, wherever it stands now. */
  #noteDeclarations(entry: Entry, facts: FileFacts): void {
    const wasLinked = entry.open !== null && entry.linked !== null;
    if (this.#onlyMoved(entry, facts)) return;
    if (wasLinked) { this.linkRevision++; entry.print = ''; return; }
    const print = hashText(linkFingerprint(facts));
    if (print !== entry.print) this.linkRevision++;
    entry.print = print;
  }

  /** For an open file that was linked: compared with what was, which spares the fingerprint at each key. Where its spans are now is told by `moved`. */
  #onlyMoved(entry: Entry, facts: FileFacts): boolean {
    entry.moved = entry.open === null || entry.linked === null ? null : movedSpans(entry.linked, facts);
    if (entry.moved === null) entry.linked = null;
    else entry.print = '';
    return entry.moved !== null;
  }

  /** Files whose declarations have moved since they were linked. */
  moved(): ReadonlyMap<string, MovedSpans> {
    return new Map([...this.#entries].flatMap(([path, { moved }]) => (moved === null || moved.size === 0 ? [] : [[path, moved] as const])));
  }

  /** What is read now is what is linked now. */
  markLinked(): void {
    for (const entry of this.#entries.values()) { entry.linked = entry.facts; entry.moved = null; }
  }

  #add(path: string): Entry {
    const entry = newEntry();
    this.#entries.set(path, entry);
    this.linkRevision++;
    this.pathsRevision++;
    return entry;
  }

  #forget(path: string): void {
    if (this.#entries.delete(path)) { this.linkRevision++; this.pathsRevision++; }
    this.#pending.delete(path);
  }

  #read(path: string, dialect: Dialect | null): void {
    this.#pending.delete(path);
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    entry.pending = false;
    const text = entry.open ?? entry.disk ?? this.#options.readText(path) ?? '';
    const hash = hashText(text);
    // An equal text keeps its facts object, so that everything cached by it stays valid.
    if (entry.facts === null || entry.hash !== hash || (entry.dialect !== dialect && usesDialect(path, entry.facts))) entry.facts = entry.open === null ? keepingFlow(readFile(path, text, dialect, this.#options), entry.facts) : this.#readOpen(path, entry, text, dialect);
    entry.hash = hash;
    this.#noteDeclarations(entry, entry.facts);
    entry.dialect = dialect;
    entry.disk = entry.open === null && keeps(path, text) ? text : null;
  }
}

/** Small SQL files stay in memory, since telling migration folders apart looks at them again whenever one changes. UTF-16 units. */
const keeps = (path: string, text: string): boolean => text.length < 65_536 && languageOf(path) === 'sql';

const newEntry = (): Entry => ({ disk: null, open: null, facts: null, dialect: null, hash: '', print: '', pending: false, last: null, lastFlow: null, linked: null, moved: null });

/** Only SQL text is read by dialect; a script without any is the same in all. */
const usesDialect = (path: string, facts: FileFacts): boolean => languageOf(path) === 'sql' || facts.queries.length + facts.statements.length + facts.unread.length > 0;

