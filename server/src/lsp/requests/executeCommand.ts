import { ErrorCodes, MessageType, ResponseError, ShowMessageNotification, type ExecuteCommandParams } from 'vscode-languageserver/node';
import { pageFile } from '../../host/pages.ts';
import { commandNames } from '../commandNames.ts';
import { plainText } from '../../report/explanation.ts';
import type { ExplainParams } from '../protocol.ts';
import type { Session } from '../session.ts';
import { uriOf } from '../uris.ts';
import { explain } from './explain.ts';
import { needId, openNeeds } from './openNeeds.ts';
import { planFor } from './writeMigration.ts';

/** `workspace/executeCommand`, for clients that do not run the commands themselves: they can show a message, a page, and apply an edit. */
export async function executeCommand(session: Session, { command, arguments: [argument] = [] }: ExecuteCommandParams): Promise<null> {
  if (command === commandNames.explain && isPlace(argument)) await showExplanation(session, argument);
  else if (command === commandNames.showRule && typeof argument === 'string') await showRule(session, argument);
  else if (command === commandNames.generateMigration) await generateMigration(session);
  else throw new ResponseError(ErrorCodes.InvalidParams, `${command} is not known with these arguments`);
  return null;
}

async function showExplanation(session: Session, place: ExplainParams): Promise<void> {
  const result = explain(session, place);
  await say(session, MessageType.Info, result ? plainText(result.markdown) : 'Sargable knows no query here.');
}

/** The page on this machine: it is that of this version, and needs no network. */
async function showRule(session: Session, rule: string): Promise<void> {
  const file = pageFile(rule);
  if (file === null) await say(session, MessageType.Info, `There is no rule ${rule}.`);
  else if (session.client.showsDocuments) await session.connection.window.showDocument({ uri: uriOf(file), takeFocus: true });
  else await say(session, MessageType.Info, file);
}

/** All open needs of all folders: a client without a choice of its own has version control to choose afterwards. */
async function generateMigration(session: Session): Promise<void> {
  const { folders } = await openNeeds(session);
  if (folders.every(({ needs }) => needs.length === 0)) return say(session, MessageType.Info, 'No query of this workspace waits for an index.');
  for (const folder of session.folders.all()) {
    const snapshot = folder.snapshot();
    const ids = new Set(snapshot?.openNeeds().map(needId));
    if (!snapshot || ids.size === 0) continue;
    const { edit, files, problems } = planFor(session, folder, snapshot, ids);
    for (const problem of problems) await say(session, MessageType.Warning, problem);
    if (edit && session.client.appliesEdits) await session.connection.workspace.applyEdit({ label: 'Generate Index Migration', edit });
    session.log.info(`migration: ${files.map(({ path, what }) => `${path} ${what}`).join(', ')}`);
  }
}

const say = (session: Session, type: MessageType, message: string): Promise<void> => session.connection.sendNotification(ShowMessageNotification.type, { type, message });

const isPlace = (argument: unknown): argument is ExplainParams =>
  typeof argument === 'object' && argument !== null && 'uri' in argument && typeof argument.uri === 'string' && 'position' in argument && isPosition(argument.position);

const isPosition = (value: unknown): boolean => typeof value === 'object' && value !== null && 'line' in value && 'character' in value && Number.isInteger(value.line) && Number.isInteger(value.character);
