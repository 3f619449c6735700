import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fix, Snapshot } from '../engine/api.ts';
import type { Finding } from '../facts/finding.ts';
import { EditPile } from '../fix/together.ts';
import type { OpenWorkspace } from '../host/workspace.ts';
import type { Applied, Fixed, Left } from '../report/report.ts';
import { applyEdits } from '../text/edits.ts';
import type { TextEdit } from '../text/span.ts';

/** As ESLint does: fixes that would touch each other's text wait for the next pass. */
const PASSES = 10;

/**
 * Makes the safe fixes of all findings above hint, over and over until none is left, and writes the files that changed. Files are edited, never created: a
 * migration is `sargable migrate`'s. A file that another program has changed since it was read is left alone.
 */
export function fixAll(workspace: OpenWorkspace, findingsOf: (snapshot: Snapshot) => readonly Finding[]): Fixed {
  const { engine } = workspace;
  const before = new Map<string, string>();
  const done = new Map<string, Applied>();
  for (let pass = 0; pass < PASSES; pass++) {
    const snapshot = engine.snapshot();
    const pile = new EditPile();
    for (const finding of fixable(findingsOf(snapshot))) {
      const key = `${finding.rule} ${finding.fingerprint}`;
      const fix = done.has(key) ? null : safeFix(snapshot, finding);
      if (fix !== null && pile.add(fix.changes)) done.set(key, { rule: finding.rule, title: fix.title, fingerprint: finding.fingerprint, paths: fix.changes.map(({ path }) => path) });
    }
    const { changes: piled } = pile;
    if (piled.length === 0) break;
    for (const { path, edits: changes } of piled) {
      const text = snapshot.text(path);
      if (text === null) continue;
      if (!before.has(path)) before.set(path, text);
      engine.open(path, applyEdits(text, changes), pass + 1);
    }
  }
  const refused = write(workspace, before);
  const failed = new Set(refused.map(({ path }) => path));
  const snapshot = engine.snapshot();
  return { applied: [...done.values()].filter(({ paths }) => !paths.some((path) => failed.has(path))), left: leftOver(snapshot, fixable(findingsOf(snapshot))), refused };
}

const fixable = (findings: readonly Finding[]): readonly Finding[] => findings.filter((finding) => finding.severity !== 'hint');

const firstFix = (snapshot: Snapshot, finding: Finding): Fix | null => snapshot.fixes(finding.path, finding).find((fix) => fix.preferred) ?? null;

interface SafeFix { readonly title: string; readonly changes: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[] }

function safeFix(snapshot: Snapshot, finding: Finding): SafeFix | null {
  const fix = firstFix(snapshot, finding);
  if (fix === null || fix.applicability !== 'safe') return null;
  const edits = fix.edits();
  return edits === null || edits.creates.length > 0 || edits.changes.length === 0 ? null : { title: fix.title, changes: edits.changes };
}

function leftOver(snapshot: Snapshot, findings: readonly Finding[]): readonly Left[] {
  return findings.flatMap((finding): readonly Left[] => {
    const fix = firstFix(snapshot, finding);
    if (fix?.applicability === 'review') return [{ finding, title: fix.title, why: 'review' }];
    return fix?.applicability === 'safe' && (fix.edits()?.creates.length ?? 0) > 0 ? [{ finding, title: fix.title, why: 'migration' }] : [];
  });
}

/** Writes what the engine has now over what it was read from. Gives the files that are left as they are, and why. */
function write({ folder, engine }: OpenWorkspace, before: ReadonlyMap<string, string>): Fixed['refused'] {
  const now = engine.snapshot();
  const refused = [...before].flatMap(([path, text]) => {
    const after = now.text(path);
    const reason = after === null ? 'it could not be read again' : overwrite(join(folder, path), text, after);
    return reason === null ? [] : [{ path, reason }];
  });
  for (const path of before.keys()) engine.close(path);
  return refused;
}

/** A byte order mark stays. What is not UTF-8 would not survive. */
function overwrite(absolute: string, before: string, after: string): string | null {
  try {
    const bytes = readFileSync(absolute);
    const mark = bytes.toString('utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
    if (!Buffer.from(bytes.toString('utf8')).equals(bytes)) return 'it is not UTF-8';
    if (bytes.toString('utf8') !== mark + before) return 'it has changed since it was read';
    writeFileSync(absolute, mark + after);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
