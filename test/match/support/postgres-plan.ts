/** One table as EXPLAIN (FORMAT JSON) reaches it. */
export interface PlannedScan {
  readonly table: string;
  /** Each index that is read. `bound`: its Index Cond, as printed; null when the whole of it is read. */
  readonly indexes: readonly { readonly name: string; readonly bound: string | null }[];
  readonly filter: string | null;
}

export interface Plan { readonly scans: readonly PlannedScan[]; readonly sorts: boolean; /** Nothing is read, since the planner saw that no row can match. */ readonly empty: boolean; readonly text: string }

interface Node { readonly [key: string]: unknown; readonly 'Node Type': string; readonly Plans?: readonly Node[] }

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Reads what `EXPLAIN (FORMAT JSON)` gives. Subplans are left out: they are other queries. */
export function readPlan(rows: readonly Readonly<Record<string, unknown>>[]): Plan {
  const [top] = rows.map((row) => row['QUERY PLAN'] as readonly { readonly Plan: Node }[]);
  const root = top?.[0]?.Plan;
  const scans: PlannedScan[] = [];
  let sorts = false;
  let empty = false;
  const lines: string[] = [];
  const walk = (node: Node): void => {
    const type = node['Node Type'];
    lines.push(`${type}${node['Index Name'] === undefined ? '' : ` ${String(node['Index Name'])}`}${node['Index Cond'] === undefined ? '' : ` [${String(node['Index Cond'])}]`}${node['Filter'] === undefined ? '' : ` filter ${String(node['Filter'])}`}`);
    if (type === 'Sort' || type === 'Incremental Sort') sorts = true;
    if (type === 'Result' || node['One-Time Filter'] !== undefined) empty = true;
    if (textOf(node['Relation Name']) !== null) { const scan = scanOf(node); scans.push(scan); if (node['Index Name'] === undefined) lines.push(...scan.indexes.map((i) => `(${i.name} [${i.bound ?? ''}])`)); return; }
    for (const child of node.Plans ?? []) if (child['Parent Relationship'] !== 'InitPlan' && child['Parent Relationship'] !== 'SubPlan') walk(child);
  };
  if (root !== undefined) walk(root);
  return { scans, sorts, empty, text: lines.join(' | ') };
}

function scanOf(node: Node): PlannedScan {
  const found: { name: string; bound: string | null }[] = [];
  const stack: Node[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const name = textOf(next['Index Name']);
    if (name !== null) found.push({ name, bound: textOf(next['Index Cond']) });
    stack.push(...(next.Plans ?? []).filter((p) => p['Parent Relationship'] !== 'InitPlan' && p['Parent Relationship'] !== 'SubPlan'));
  }
  return { table: textOf(node['Relation Name']) ?? '', indexes: found, filter: textOf(node['Filter']) };
}
