/** One table as MariaDB's EXPLAIN FORMAT=JSON reaches it. */
export interface PlannedScan {
  readonly table: string;
  /** `const`, `ref`, `range`, `index_merge`, …; `index` and `ALL` read everything. */
  readonly access: string;
  readonly key: string | null;
  /** Parts of the key that bound it; those that run downwards are left out (fact 30). */
  readonly parts: number;
}

export interface Plan { readonly scans: readonly PlannedScan[]; readonly sorts: boolean; /** Nothing is read, since no row can match. */ readonly empty: boolean; readonly text: string }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Subqueries are left out: they are other queries. */
const ASIDE: ReadonlySet<string> = new Set(['subqueries', 'materialized', 'expression_cache']);

export function readPlan(json: string): Plan {
  const scans: PlannedScan[] = [];
  let sorts = false;
  let empty = false;
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) { for (const v of value) walk(v); return; }
    if (!isObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      if (ASIDE.has(name)) continue;
      if (name === 'filesort') sorts = true;
      if (name === 'message' && typeof inner === 'string') empty = true;
      if (name === 'table' && isObject(inner)) { if (isObject(inner) && typeof inner['table_name'] === 'string') scans.push(scanOf(inner)); if ('message' in inner) empty = true; continue; }
      walk(inner);
    }
  };
  walk(JSON.parse(json));
  return { scans, sorts, empty, text: `${sorts ? 'filesort | ' : ''}${scans.map((s) => `${s.table} ${s.access} ${s.key ?? ''}(${s.parts})`).join(' | ')}` };
}

function scanOf(node: Readonly<Record<string, unknown>>): PlannedScan {
  const parts = node['used_key_parts'];
  return { table: String(node['table_name']), access: String(node['access_type']), key: typeof node['key'] === 'string' ? node['key'] : null, parts: Array.isArray(parts) ? parts.length : 0 };
}
