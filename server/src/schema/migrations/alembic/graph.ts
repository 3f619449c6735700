import { naturalOrder } from '../names.ts';
import type { Revision } from './revision.ts';

/** Revisions in an order in which Alembic can run them, with what the graph has at its ends and what is wrong with it. */
export interface RevisionGraph {
  readonly ordered: readonly Revision[];
  /** Those that no other one follows. */
  readonly heads: readonly Revision[];
  readonly problems: readonly GraphProblem[];
  /** The revisions that a revision comes after, itself included. */
  readonly before: (revision: Revision) => ReadonlySet<Revision>;
}

export interface GraphProblem { readonly path: string; readonly message: string }

/** Orders revisions parents first, a branch at a time; of several that could come next the one whose file's name comes first. What hangs in a circle comes last. */
export function revisionGraph(revisions: readonly Revision[]): RevisionGraph {
  const sorted = [...revisions].sort((a, b) => naturalOrder(a.path, b.path));
  const byId = new Map<string, Revision>();
  const problems: GraphProblem[] = [];
  for (const revision of sorted) {
    const other = byId.get(revision.id);
    if (other === undefined) byId.set(revision.id, revision);
    else problems.push({ path: revision.path, message: `the revision ${revision.id} is in ${other.path} too` });
  }
  const own = [...byId.values()];
  const byLabel = new Map(own.flatMap((revision) => revision.labels.map((label) => [label, revision] as const)));
  const find = (name: string): Revision | undefined => byId.get(name) ?? byLabel.get(name) ?? only(own.filter(({ id }) => name.length > 3 && id.startsWith(name)));
  for (const revision of own) for (const down of revision.downs) if (!byId.has(down)) problems.push({ path: revision.path, message: `it follows the revision ${down}, which is in no file` });
  const parents = new Map(own.map((revision) => [revision, [...revision.downs, ...revision.dependsOn].flatMap((name) => find(name) ?? []).filter((parent) => parent !== revision)]));
  const followed = new Set(own.flatMap(({ id, downs }) => downs.filter((down) => down !== id)));
  const ordered = inOrder(own, parents);
  const inCircle = own.filter((revision) => !ordered.includes(revision));
  for (const { path, id } of inCircle) problems.push({ path, message: `the revision ${id} hangs in a circle` });
  return { ordered: [...ordered, ...inCircle], heads: own.filter(({ id }) => !followed.has(id)), problems, before: (revision) => ancestorsOf(revision, parents) };
}

const only = (found: readonly Revision[]): Revision | undefined => (found.length === 1 ? found[0] : undefined);

type Parents = ReadonlyMap<Revision, readonly Revision[]>;

/** Topological, going on along the branch that was just taken, so that a merge comes right behind the last of its branches. */
function inOrder(revisions: readonly Revision[], parents: Parents): readonly Revision[] {
  const children = new Map<Revision, Revision[]>();
  const waiting = new Map(revisions.map((revision) => [revision, new Set(parents.get(revision) ?? []).size]));
  for (const revision of revisions) for (const parent of new Set(parents.get(revision) ?? [])) children.set(parent, [...(children.get(parent) ?? []), revision]);
  const ready = revisions.filter((revision) => waiting.get(revision) === 0).reverse();
  const ordered: Revision[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    ordered.push(next);
    for (const child of [...(children.get(next) ?? [])].reverse()) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return ordered;
}

function ancestorsOf(revision: Revision, parents: Parents): ReadonlySet<Revision> {
  const found = new Set<Revision>();
  const stack = [revision];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    stack.push(...(parents.get(next) ?? []));
  }
  return found;
}
