import type { Catalog } from '../../facts/catalog.ts';
import { dirname, distance, isInside } from '../../text/path.ts';

/** Around the file first, innermost first; then by how far it is. Smaller is nearer. */
const byProject = (catalog: Catalog, file: string): number => (isInside(file, catalog.root) ? -catalog.root.length : 1 + distance(file, catalog.root));

/** How many folders the file's own path has in common with that of the catalog's migrations: `db/main/read.ts` is nearer to `db/main/migrations` than to `db/logs/migrations`. */
function shared(catalog: Catalog, file: string): number {
  const own = dirname(file).split('/');
  const commons = (catalog.history ?? []).map(({ folder }) => {
    const parts = folder.split('/');
    const parted = own.findIndex((part, at) => part !== parts[at]);
    return parted < 0 ? own.length : parted;
  });
  return Math.max(0, ...commons);
}

/** Negative when `a` is nearer to the file than `b`, 0 when nothing tells which of the two its queries mean. Those of tests are behind the others. */
export const compareNearness = (a: Catalog, b: Catalog, file: string): number =>
  byProject(a, file) - byProject(b, file) || Number(a.quiet === true) - Number(b.quiet === true) || shared(b, file) - shared(a, file);
