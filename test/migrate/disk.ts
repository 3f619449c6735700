import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { TestContext } from 'node:test';
import { applyEdits, type WorkspaceEdits } from '../../server/src/text/edits.ts';
import type { WorkspaceView } from '../../server/src/text/workspace.ts';

/** A workspace in memory. */
export const viewOf = (files: Readonly<Record<string, string>>): WorkspaceView => ({ paths: Object.keys(files), text: (path) => files[path] ?? null });

/** The files after the edits; a created path that exists is an error. */
export function filesAfter(files: Readonly<Record<string, string>>, edits: WorkspaceEdits): Record<string, string> {
  const after: Record<string, string> = { ...files };
  for (const { path, edits: changes } of edits.changes) after[path] = applyEdits(after[path] ?? '', changes);
  for (const { path, text } of edits.creates) {
    if (path in after) throw new Error(`${path} exists`);
    after[path] = text;
  }
  return after;
}

/** A folder on disk with these files, removed when the test ends. */
export function folderOf(context: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sargable-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, files);
  return root;
}

export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What stands in a folder, node_modules left out. */
export function readFiles(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, entry);
    if (entry.includes('node_modules') || !existsSync(path) || !statSync(path).isFile()) continue;
    found[relative(root, path).split('\\').join('/')] = readFileSync(path, 'utf8');
  }
  return found;
}
