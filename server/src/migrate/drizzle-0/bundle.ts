import type { TextEdit } from '../../text/span.ts';

/**
 * Edits of the `migrations.js` that drizzle-kit writes for drivers without a file system (Expo, durable objects): the import
 * of the new file and its entry. Empty when the file does not look as drizzle-kit writes it.
 */
export function bundleEdits(text: string, idx: number, tag: string): readonly TextEdit[] {
  const imports = [...text.matchAll(/^import m\d{4,} from '\.\/[^']+\.sql';(\r?\n)/gm)];
  const last = imports.at(-1);
  const entry = /(migrations:\s*\{\s*(?:m\d+,\s*)*)(m\d+)(\s*\})/.exec(text);
  if (last === undefined || entry === null) return [];
  const name = `m${String(idx).padStart(4, '0')}`;
  const afterImport = last.index + last[0].length;
  const afterEntry = entry.index + (entry[1] ?? '').length + (entry[2] ?? '').length;
  return [insert(afterImport, `import ${name} from './${tag}.sql';${last[1] ?? '\n'}`), insert(afterEntry, `,${last[1] ?? '\n'}${name}`)];
}

const insert = (at: number, newText: string): TextEdit => ({ span: { start: at, end: at }, newText });
