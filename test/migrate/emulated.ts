import { dirname } from 'node:path';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { naturalOrder } from '../../server/src/schema/migrations/names.ts';
import { split } from '../../server/src/sql/split.ts';
import type { Empty } from './databases.ts';
import type { Files } from './sample.ts';

/** How a tool that cannot be had here runs its files, after its documents and its source. */
export interface Form {
  /** Files that go up. */
  readonly up: RegExp;
  /** The marker line of each way, in a file that holds both. */
  readonly sections?: { readonly up: RegExp; readonly down: RegExp };
  /** The file that goes back. Without one and without sections, the closing comment is run by hand. */
  readonly back?: (up: string) => string;
  /** Whether a file is run outside a transaction. */
  readonly outside: (path: string, text: string, files: Files) => boolean;
  /** A file is sent whole, as one query, or its statements one by one. */
  readonly sends: 'whole' | 'statements';
}

const oneConcurrent = (text: string): boolean => /index\s+concurrently/i.test(text.replace(/^--.*$/gm, ''));

export const FORMS = {
  goose: { up: /^migrations\/\d+_.*\.sql$/, sections: { up: /^-- \+goose Up.*$/m, down: /^-- \+goose Down.*$/m }, outside: (_path, text) => /^-- \+goose NO TRANSACTION$/m.test(text), sends: 'statements' },
  'golang-migrate': { up: /\.up\.sql$/, back: (up) => up.replace('.up.', '.down.'), outside: () => true, sends: 'whole' },
  flyway: { up: /\/V[\d_.]+__.*\.sql$/, outside: (path, _text, files) => /executeInTransaction=false/.test(files[`${path}.conf`] ?? ''), sends: 'statements' },
  'flyway with undo': { up: /\/V[\d_.]+__.*\.sql$/, back: (up) => up.replace('/V', '/U'), outside: (path, text, files) => /executeInTransaction=false/.test(files[`${path}.conf`] ?? '') || oneConcurrent(text), sends: 'statements' },
  sqlx: { up: /^migrations\/\d+_.*\.sql$/, outside: (_path, text) => text.startsWith('-- no-transaction'), sends: 'whole' },
  'sqlx, reversible': { up: /\.up\.sql$/, back: (up) => up.replace('.up.', '.down.'), outside: (_path, text) => text.startsWith('-- no-transaction'), sends: 'whole' },
  diesel: { up: /\/up\.sql$/, back: (up) => up.replace('up.sql', 'down.sql'), outside: (path, _text, files) => /^run_in_transaction\s*=\s*false$/m.test(files[`${dirname(path)}/metadata.toml`] ?? ''), sends: 'whole' },
  supabase: { up: /\.sql$/, outside: () => false, sends: 'statements' },
  numbered: { up: /\.sql$/, outside: () => false, sends: 'whole' },
} satisfies Readonly<Record<string, Form>>;

/** Runs what a database has not seen yet, and takes back the newest. */
export interface Runner { readonly up: (files: Files) => Promise<void>; readonly down: (files: Files) => Promise<void> }

export function emulate(form: Form, database: Empty, dialect: Dialect): Runner {
  const done: string[] = [];
  const run = async (text: string, path: string, files: Files): Promise<void> => {
    const pieces = form.sends === 'whole' ? [text] : split(text, dialect).filter((piece) => piece.kind === 'statement').map((piece) => text.slice(piece.start, piece.end));
    const outside = form.outside(path, files[path] ?? '', files);
    if (!outside) await database.send('BEGIN');
    for (const piece of pieces) await database.send(piece);
    if (!outside) await database.send('COMMIT');
  };
  return {
    up: async (files) => {
      for (const path of Object.keys(files).filter((one) => form.up.test(one) && !done.includes(one)).sort(naturalOrder)) {
        await run(wayUp(files[path] ?? '', form), path, files);
        done.push(path);
      }
    },
    down: async (files) => {
      const path = done.pop() ?? '';
      const back = form.back?.(path);
      if (back !== undefined) await run(files[back] ?? '', form.outside === FORMS['sqlx, reversible'].outside ? back : path, files);
      else if (form.sections !== undefined) await run((files[path] ?? '').split(form.sections.down)[1] ?? '', path, files);
      else await byHand(files[path] ?? '', database);
    },
  };
}

/** Runs the closing comment of a migration, a line at a time. */
export async function byHand(text: string, database: Empty): Promise<void> {
  for (const line of (text.split('-- The way back:\n')[1] ?? '').split('\n')) if (line !== '') await database.send(line.replace(/^-- /, ''));
}

const wayUp = (text: string, { sections }: Form): string => (sections === undefined ? text : ((text.split(sections.down)[0] ?? '').split(sections.up)[1] ?? ''));
