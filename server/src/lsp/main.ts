import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { logTo } from './log.ts';
import { startServer } from './server.ts';

declare const SARGABLE_VERSION: string | undefined;

// The transport is read from the command line: --stdio, --node-ipc, --socket=port or --pipe=name.
const connection = createConnection(ProposedFeatures.all);

// Every request has its guard; what slips past them all is told, and the server lives on.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error: unknown) => logTo(connection.console).error(event, error));

startServer(connection, typeof SARGABLE_VERSION === 'string' ? SARGABLE_VERSION : '0.0.0');
