import type { SqlFacts } from '../../server/src/sql/read.ts';

interface Spanned { readonly start: number; readonly end: number }

/** What a position is of, and whether the text there says so. */
export interface Positions { readonly checked: number; readonly wrong: readonly string[] }

/**
 * Slices the text at every position of the facts: a column's must end in its name, a literal's hold its value, a key's, column's and index's its name,
 * and all must lie within the text.
 */
export function wrongPositions(text: string, facts: Pick<SqlFacts, 'queries' | 'statements'>): Positions {
  const found = { checked: 0, wrong: [] as string[] };
  visit(text, [facts.queries.map(({ query }) => query), facts.statements.map(({ operation }) => operation)], found);
  return found;
}

function visit(text: string, value: unknown, found: { checked: number; wrong: string[] }): void {
  if (Array.isArray(value)) { for (const item of value) visit(text, item, found); return; }
  if (value === null || typeof value !== 'object') return;
  const node = value as Readonly<Record<string, unknown>>;
  if (isSpan(node['span'])) {
    found.checked += 1;
    const slice = text.slice(node['span'].start, node['span'].end);
    const isWithin = node['span'].start >= 0 && node['span'].end <= text.length && node['span'].start <= node['span'].end;
    const expected = nameIn(node);
    if (!isWithin || (expected !== null && !says(slice, expected))) found.wrong.push(`${String(node['kind'] ?? node['op'] ?? '')} ${JSON.stringify(expected)} at ${JSON.stringify(slice.slice(0, 60))}`);
  }
  for (const child of Object.values(node)) visit(text, child, found);
}

const isSpan = (value: unknown): value is Spanned => value !== null && typeof value === 'object' && 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';

/** The word that must stand in the text at a node's position; null where none must. */
function nameIn(node: Readonly<Record<string, unknown>>): string | null {
  const column = node['column'];
  if (node['kind'] === 'column') return typeof column === 'string' ? column : column !== null && typeof column === 'object' && 'name' in column ? String(column.name) : null;
  if (node['kind'] === 'literal' && node['type'] === 'string' && typeof node['value'] === 'string' && /^[\w ]+$/.test(node['value'])) return node['value'];
  if (node['kind'] === 'literal' && node['type'] === 'integer' && typeof node['value'] === 'number') return String(node['value']).replace('-', '');
  if ('keys' in node && typeof node['name'] === 'string') return node['name'];
  if ('notNull' in node && typeof node['name'] === 'string') return node['name'];
  return null;
}

const plain = (written: string): string => written.toLowerCase().replace(/["`'[\]\\]/g, '');

/** `ORDER BY 2` stands for a column by its number. */
const says = (slice: string, expected: string): boolean => /^\d+$/.test(slice.trim()) || plain(slice).includes(plain(expected));
