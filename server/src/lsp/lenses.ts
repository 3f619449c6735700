import { CodeLensRefreshRequest, type CodeLens, type Command, type Range } from 'vscode-languageserver/node';
import type { Snapshot, TableCount } from '../engine/api.ts';
import { tableName } from '../rules/tables.ts';
import { commandNames } from './commandNames.ts';
import type { Folder } from './folder.ts';
import { locationsOf } from './places.ts';
import { rangeOf } from './positions.ts';
import type { TablePlace } from './protocol.ts';
import type { Session } from './session.ts';
import type { Kind } from './shown.ts';

/** Lenses as the settings have them. */
export const lenses: Kind<CodeLens> = { of: lensesOf, canRefresh: (client) => client.codeLensRefresh, refresh: ({ connection }) => connection.sendRequest(CodeLensRefreshRequest.type) };

/** All lenses of an open document. Empty until everything was read. */
function lensesOf(session: Session, uri: string): CodeLens[] {
  const place = session.folders.find(uri);
  const snapshot = place?.folder.snapshot();
  if (!place || !snapshot || !session.documents.get(uri)) return [];
  return [...tableLenses(session, place.folder, snapshot, place.path), ...budgetLenses(session, place.folder, snapshot, place.path)];
}

function tableLenses(session: Session, folder: Folder, snapshot: Snapshot, path: string): CodeLens[] {
  const { tables } = session.settings.current.codeLens;
  if (tables === 'off') return [];
  return snapshot.tables(path).filter(({ unserved }) => tables === 'all' || unserved.length > 0).map((count) => {
    const range = startOf(rangeOf(folder.lines(path), count.place.span));
    return { range, command: tableCommand(session, folder, count, range) };
  });
}

/** Words alone: a command without a name is nothing to click on. */
function budgetLenses(session: Session, folder: Folder, snapshot: Snapshot, path: string): CodeLens[] {
  if (!session.settings.current.codeLens.queryBudget) return [];
  return snapshot.budgets(path).map(({ span, text, unserved }) => ({
    range: startOf(rangeOf(folder.lines(path), span)), command: { title: unserved === 0 ? text : `${text}, ${unserved} unserved`, command: '' },
  }));
}

/** A client with commands of its own shows the table's Index Map; any other is told what is known of the table. */
function tableCommand(session: Session, folder: Folder, count: TableCount, { start }: Range): Command {
  const title = tableTitle(count);
  const uri = folder.uri(count.place.path);
  if (!session.client.runsCommands) return { title, command: commandNames.explain, arguments: [{ uri, position: start }] };
  const argument: TablePlace = {
    uri, position: start, database: count.catalog.id, table: count.table.key, name: tableName(count.table),
    queries: locationsOf(folder, count.queries), unserved: locationsOf(folder, count.unserved),
  };
  return { title, command: commandNames.showTable, arguments: [argument] };
}

/** `4 indexes, 11 queries, 2 unserved` */
function tableTitle({ table, queries, unserved }: TableCount): string {
  const parts = [counted(table.indexes.length, 'index', 'indexes'), counted(queries.length, 'query', 'queries')];
  return [...parts, ...(unserved.length === 0 ? [] : [`${unserved.length} unserved`])].join(', ');
}

/** A lens is drawn above the line that it begins on; a whole declaration as its range would have it drawn anew with every key in there. */
const startOf = ({ start }: Range): Range => ({ start, end: start });

const counted = (count: number, one: string, many: string): string => `${count === 0 ? 'no' : count} ${count === 1 ? one : many}`;
