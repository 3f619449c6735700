import { DidChangeConfigurationNotification, type InitializeParams } from 'vscode-languageserver/node';
import type { Session } from './session.ts';

/** How the editor shows what was found. What is found is the project's own affair, and stands in its configuration file. */
export interface EditorSettings {
  readonly codeLens: {
    /** Over tables: none, those with a query that no index serves, or all. */
    readonly tables: 'off' | 'unserved' | 'all';
    /** Over handlers and exported functions: how many queries one call may send. */
    readonly queryBudget: boolean;
  };
  readonly inlayHints: { readonly servingIndex: boolean };
}

export const section = 'sargable';

/** What an editor's `sargable` section says, with what holds for the rest. Values that make no sense are as if they were not there. */
export function readSettings(value: unknown): EditorSettings {
  const tables = valueAt(value, 'codeLens', 'tables');
  return {
    codeLens: { tables: tables === 'off' || tables === 'all' ? tables : 'unserved', queryBudget: valueAt(value, 'codeLens', 'queryBudget') === true },
    inlayHints: { servingIndex: valueAt(value, 'inlayHints', 'servingIndex') === true },
  };
}

/** As the client opens: some editors send settings along, others are asked later. */
export const firstSettings = ({ initializationOptions }: InitializeParams): EditorSettings => readSettings(initializationOptions);

/** Asks the client for its settings, and to be told of changes. */
export async function followSettings(session: Session): Promise<void> {
  if (session.client.tellsSettings) await session.connection.client.register(DidChangeConfigurationNotification.type, { section });
  if (session.client.answersSettings) await settingsChanged(session, null);
}

/** `workspace/didChangeConfiguration`: newer clients are asked what it is now, older ones send it. */
export async function settingsChanged(session: Session, sent: unknown): Promise<void> {
  const value: unknown = session.client.answersSettings ? await session.connection.workspace.getConfiguration(section) : valueAt(sent, section);
  const next = readSettings(value);
  if (JSON.stringify(next) === JSON.stringify(session.settings.current)) return;
  session.settings.current = next;
  await session.shown.ask(session);
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);
}
