import type { Baseline, Entry } from './entry.ts';

export const BASELINE_NAME = 'sargable.baseline.json';

const VERSION = 1;

/**
 * One entry a line, in the order of their hashes: what two branches add lands in different places, so that git merges it, and an entry keeps its line
 * however its code moves.
 */
export function writeBaseline({ sargable, configuration, sites }: Baseline): string {
  const lines = sites.map((entry) => JSON.stringify({ site: entry.site, rule: entry.rule, table: entry.table, columns: entry.columns, in: entry.in, file: entry.file }));
  const list = lines.length === 0 ? '[]' : `[\n${lines.sort().join(',\n')}\n]`;
  return `{\n"version": ${VERSION},\n"sargable": ${JSON.stringify(sargable)},\n"configuration": ${JSON.stringify(configuration)},\n"sites": ${list}\n}\n`;
}

/** What a file holds, or a sentence that says why it is none; the sentence goes on from the file's name. Commas that a merge left over or out do no harm. */
export function readBaseline(text: string): Baseline | string {
  if (/^(<{7}|>{7}|={7})/m.test(text)) return 'holds a conflict that is not resolved; sargable check --update-baseline writes it anew';
  const found = parsed(text) ?? parsed(commasMended(text));
  if (found === null) return 'is no JSON';
  if (found['version'] !== VERSION) return typeof found['version'] === 'number' ? `is of version ${found['version']}, and this Sargable reads version ${VERSION}` : 'is no baseline of Sargable';
  const sites = found['sites'];
  if (!Array.isArray(sites)) return 'has no list of sites';
  const entries = sites.map(entryIn);
  const bad = entries.indexOf(null);
  if (bad >= 0) return `has an entry that is none: ${JSON.stringify(sites[bad])?.slice(0, 120)}`;
  return { sargable: textIn(found, 'sargable'), configuration: textIn(found, 'configuration'), sites: entries.filter((entry) => entry !== null) };
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(found) ? found : {};
  } catch {
    return null;
  }
}

/** Lines end only between entries: a text in JSON has none. */
const commasMended = (text: string): string => text.replace(/\}[ \t]*,?[ \t]*(\r?\n\s*)\{/g, '},$1{').replace(/\[[ \t]*(\r?\n\s*),/g, '[$1').replace(/,[ \t]*(\r?\n\s*\])/g, '$1');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function entryIn(value: unknown): Entry | null {
  if (!isRecord(value) || typeof value['site'] !== 'string' || value['site'] === '') return null;
  const columns = value['columns'];
  return { site: value['site'], rule: textIn(value, 'rule'), table: textIn(value, 'table'), columns: Array.isArray(columns) ? columns.map(String) : [], in: textIn(value, 'in'), file: textIn(value, 'file') };
}

const textIn = (record: Readonly<Record<string, unknown>>, key: string): string => (typeof record[key] === 'string' ? record[key] : '');
