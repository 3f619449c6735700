import { basename } from 'node:path';
import type { Place } from '../../facts/finding.ts';
import type { IndexMap } from '../../facts/index-map.ts';
import { type ShownMap, type ShownPlace, withPlaces } from '../../report/map/shown.ts';
import { hashText } from '../../text/hash.ts';
import type { Folder } from '../folder.ts';
import { rangeOf } from '../positions.ts';
import type { IndexMapParams, IndexMapResult } from '../protocol.ts';
import type { Session } from '../session.ts';
import { uriOf } from '../uris.ts';

/** `sargable/indexMap`: what the Index Map draws, of all folders together; a folder that is still read for the first time has nothing to draw. */
export function indexMap({ folders }: Session, { known }: IndexMapParams): IndexMapResult {
  const all = folders.all();
  const read = all.flatMap((folder) => { const snapshot = folder.snapshot(); return snapshot === null ? [] : [{ folder, snapshot }]; });
  const maps = read.map(({ folder, snapshot }) => ofFolder(folder, snapshot.indexMap(), all.length > 1));
  const map: ShownMap = { tables: maps.flatMap(({ tables }) => tables), elsewhere: { loops: maps.flatMap(({ elsewhere }) => elsewhere.loops), findings: maps.flatMap(({ elsewhere }) => elsewhere.findings) } };
  const answer = { reading: read.length < all.length, databases: new Set(map.tables.map(({ database, databaseName }) => `${databaseName}\n${database}`)).size > 1 };
  const id = hashText(JSON.stringify([answer, map]));
  return { id, ...answer, map: id === known ? null : map };
}

/** Tables of several folders are told apart by the folder's name, and by its address where those are the same. */
function ofFolder(folder: Folder, map: IndexMap, several: boolean): ShownMap {
  const name = basename(folder.root);
  const place = ({ path, span }: Place): ShownPlace => {
    const { start, end } = rangeOf(folder.lines(path), span);
    return { file: several ? `${name}/${path}` : path, path: folder.uri(path), line: start.line + 1, column: start.character + 1, endLine: end.line + 1 };
  };
  const shown = withPlaces(map, place);
  if (!several) return shown;
  return { ...shown, tables: shown.tables.map((table) => ({ ...table, id: `${uriOf(folder.root)}\n${table.id}`, databaseName: table.databaseName === 'workspace' ? name : `${name}, ${table.databaseName}` })) };
}
