import type { Snapshot } from '../engine/api.ts';
import { readText } from '../host/files.ts';
import { configurationReport } from '../report/configuration.ts';
import type { Places } from '../report/places.ts';
import { lineIndex, positionAt } from '../text/lines.ts';

/** `check --print-config [path]`: what holds for a file or folder, as JSON, each value with its origin. */
export function printConfig(snapshot: Snapshot, path: string, places: Places): string {
  // A configuration above the folder is none of its files.
  const textOf = (file: string): string => snapshot.text(file) ?? readText(file) ?? '';
  const report = configurationReport(path, snapshot.configuration(path), {
    file: places.file,
    at: ({ path: file, span }) => { const { line, character } = positionAt(lineIndex(textOf(file)), span.start); return `${places.file(file)}:${line + 1}:${character + 1}`; },
  });
  return JSON.stringify(report, null, 2);
}
