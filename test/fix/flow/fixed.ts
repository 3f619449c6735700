import assert from 'node:assert/strict';
import type { Site } from '../../../server/src/facts/finding.ts';
import type { Fix } from '../../../server/src/fix/fix.ts';
import { isHost, languageOf } from '../../../server/src/text/language.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import { filesAfter } from '../../migrate/disk.ts';
import { workspaceOf } from '../../support/workspace.ts';
import { syntax } from '../sources.ts';

export type Files = Readonly<Record<string, string>>;

interface Offered { readonly site: Site; readonly fix: Fix }

/** Every fix of that kind that the sites of a workspace have. */
export function offered(files: Files, id: string): readonly Offered[] {
  const snapshot = workspaceOf(files).snapshot();
  return snapshot.paths().flatMap((path) => snapshot.sites(path).flatMap((site) => snapshot.fixes(path, site).filter((fix) => fix.id === id).map((fix) => ({ site, fix }))));
}

/**
 * The files after the only fix of that kind. It parses, the finding that it belongs to is gone when all is checked again, and so is the fix: made twice it changes nothing.
 */
export function fixed(files: Files, id: string): Files {
  const found = offered(files, id);
  assert.equal(found.length, 1, `one ${id}: ${found.map(({ site }) => site.message).join('; ')}`);
  const [{ site, fix } = assert.fail()] = found;
  const after = filesAfter(files, fix.edits() ?? assert.fail('no edits'));
  for (const [path, text] of Object.entries(after)) if (isHost(languageOf(path))) assert.deepEqual(readOutline({ path, languageId: languageOf(path), text }, syntax).errors, [], text);
  const left = workspaceOf(after).snapshot();
  const again = left.paths().flatMap((path) => left.sites(path)).filter(({ rule }) => rule === site.rule);
  assert.deepEqual(again.map(({ message }) => message), [], Object.values(after).join('\n'));
  assert.deepEqual(offered(after, id), []);
  return after;
}
