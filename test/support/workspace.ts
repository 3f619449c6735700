import { adapters } from '../../server/src/adapters/index.ts';
import { createEngine, type Engine } from '../../server/src/engine/create.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { topLevelRegions } from '../../server/src/lang/regions.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();

/** An engine on files in memory, read whole. `config` becomes the folder's sargable.jsonc. Crashes that the engine would isolate are thrown. */
export function workspaceOf(files: Readonly<Record<string, string>>, config?: object): Engine {
  const all: Readonly<Record<string, string>> = config === undefined ? files : { ...files, 'sargable.jsonc': JSON.stringify(config) };
  const disk = new Map<string, string | null>(Object.entries(all));
  const engine = createEngine({
    outline: (document, state) => readOutline(document, syntax, state), regions: (document) => topLevelRegions(document, syntax), forget: (path) => syntax.forget(path), partsFrom: 0, sql, adapters, readText: (path) => disk.get(path) ?? null, now: () => new Date(0),
    report: (message) => { throw new Error(message); },
  });
  // What is told to have changed on disk is what a later look at it finds.
  const update = engine.update.bind(engine);
  engine.update = (changes) => { for (const { path, text } of changes) disk.set(path, text); update(changes); };
  engine.update(Object.entries(all).map(([path, text]) => ({ path, text })));
  engine.setComplete(true);
  return engine;
}
