import type { Site } from '../facts/finding.ts';
import { basename } from '../text/path.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import type { Sources } from './sources.ts';

/** Short names of the queries at these sites, in their order and once each: `ScenesController.list`, else the file's name, a script's without its extension. */
export function servedNames(sites: readonly Site[], view: WorkspaceView, sources: Sources): readonly string[] {
  const names = new Set<string>();
  for (const site of sites.slice(0, LOOKED_AT)) names.add(nameAt(site, view, sources));
  return [...names];
}

/** Naming a query takes a parse of its file; a comment has room for a few names only. */
const LOOKED_AT = 12;

function nameAt(site: Site, view: WorkspaceView, sources: Sources): string {
  const text = view.text(site.path);
  const outline = text === null ? null : (sources.read(site.path, text)?.outline ?? null);
  const around = outline?.enclosing(site.span.start) ?? '';
  return around === '' ? basename(site.path).replace(/\.(?:[cm]?[jt]sx?|py)$/, '') : around;
}
