import { ancestors } from '../../text/path.ts';
import type { WorkspaceView } from '../../text/workspace.ts';

/**
 * The texts of all files of that name in the folders around one, nearest first: `Cargo.toml` and `go.mod` tell which tool runs its migrations.
 * They are asked for by name, since a view need not list them.
 */
export const projectTexts = (view: WorkspaceView, folder: string, name: string): readonly string[] =>
  ancestors(`${folder}/x`).flatMap((parent) => view.text(parent === '' ? name : `${parent}/${name}`) ?? []);
