import type { WorkspaceView } from '../../text/workspace.ts';
import { inFolder } from '../names.ts';
import { compareNumbered, type NumberedName, parseNumbered } from './numbering.ts';

/**
 * How a folder names the two ways of a migration. `{}` stands for the name: `{}.sql` alone, `{}.up.sql` with `{}.down.sql`,
 * `{}/up.sql` with `{}/down.sql`, `V{}.sql` with `U{}.sql`.
 */
export interface Layout { readonly up: string; readonly down: string | null }

export interface PlainMigration { readonly stem: string; readonly name: NumberedName; readonly up: string; readonly down: string | null; readonly layout: Layout }

const UP_FILE = /^(.*?)((?:[._-](?:up|do))?\.sql)$/i;
/** Flyway's versions (V), their undo (U), and baselines (B), which stand for all before them. */
const FLYWAY_FILE = /^([VUB])(\d[\d._]*__.*)\.sql$/;
const DOWN_FILE = /^(.*?)([._-](?:down|undo|rollback|revert)\.sql)$/i;

/** The migrations of a folder in the order a runner takes them; empty when it holds none. `folder` is relative, `''` for the root. */
export function plainMigrations(view: WorkspaceView, folder: string): readonly PlainMigration[] {
  const downs = new Map<string, { readonly path: string; readonly pattern: string }>();
  const ups: { readonly stem: string; readonly path: string; readonly pattern: string }[] = [];
  for (const path of view.paths) {
    const split = splitPath(path, folder);
    if (split === null) continue;
    if (split.way === 'down') downs.set(split.stem, { path, pattern: split.pattern });
    else ups.push({ stem: split.stem, path, pattern: split.pattern });
  }
  const found = ups.flatMap(({ stem, path, pattern }): PlainMigration[] => {
    const down = downs.get(stem);
    // `0003_clean_up.sql` without a way back beside it is a file about cleaning up, not one half of a pair.
    const whole = down === undefined && /^\{\}[_-]/.test(pattern) ? stem + pattern.slice(2, -4) : stem;
    const name = parseNumbered(whole);
    const up = whole === stem ? pattern : '{}.sql';
    return name === null ? [] : [{ stem: whole, name, up: path, down: down?.path ?? null, layout: { up, down: down?.pattern ?? null } }];
  });
  return found.sort((a, b) => compareNumbered(a.name, b.name));
}

interface SplitPath { readonly way: 'up' | 'down'; readonly stem: string; readonly pattern: string }

function splitPath(path: string, folder: string): SplitPath | null {
  if (!path.endsWith('.sql') || (folder !== '' && !path.startsWith(folder + '/'))) return null;
  const inside = folder === '' ? path : path.slice(folder.length + 1);
  const nested = /^([^/]+)\/(up|down|migration)\.sql$/.exec(inside);
  if (nested !== null) return { way: nested[2] === 'down' ? 'down' : 'up', stem: nested[1] ?? '', pattern: `{}/${nested[2] ?? ''}.sql` };
  if (inside.includes('/')) return null;
  const flyway = FLYWAY_FILE.exec(inside);
  if (flyway !== null) return { way: flyway[1] === 'U' ? 'down' : 'up', stem: flyway[2] ?? '', pattern: flyway[1] === 'U' ? 'U{}.sql' : 'V{}.sql' };
  const down = DOWN_FILE.exec(inside);
  if (down !== null) return { way: 'down', stem: down[1] ?? '', pattern: `{}${down[2] ?? ''}` };
  const up = UP_FILE.exec(inside);
  return up === null ? null : { way: 'up', stem: up[1] ?? '', pattern: `{}${up[2] ?? ''}` };
}

export const pathFor = (folder: string, pattern: string, stem: string): string => inFolder(folder, pattern.replace('{}', () => stem));
