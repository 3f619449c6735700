/** A table in words that can be compared as strings. */
export interface ToldTable { readonly columns: string[]; readonly indexes: string[]; readonly foreignKeys: string[] }

/** By the catalog's key. */
export type Told = ReadonlyMap<string, ToldTable>;

/** What one side says and the other does not, and how much was compared. */
export interface Comparison { readonly lines: readonly string[]; readonly tables: number; readonly columns: number; readonly indexes: number; readonly foreignKeys: number }

/** @param real what the database has; @param read what was read without one */
export function compare(real: Told, read: Told): Comparison {
  const lines: string[] = [];
  for (const key of [...new Set([...real.keys(), ...read.keys()])].sort()) {
    const [is, says] = [real.get(key), read.get(key)];
    if (is === undefined || says === undefined) lines.push(is === undefined ? `+ table ${key} is read and does not exist` : `- table ${key} exists and is not read`);
    else for (const part of ['columns', 'indexes', 'foreignKeys'] as const) lines.push(...differences(key, is[part], says[part]));
  }
  const sum = (part: keyof ToldTable): number => [...real.values()].reduce((total, table) => total + table[part].length, 0);
  return { lines, tables: real.size, columns: sum('columns'), indexes: sum('indexes'), foreignKeys: sum('foreignKeys') };
}

function differences(key: string, is: readonly string[], says: readonly string[]): string[] {
  const left = [...says];
  const missing = is.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((item) => `- ${key}: ${item}`), ...left.map((item) => `+ ${key}: ${item}`)];
}
