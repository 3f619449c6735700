import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

declare const SARGABLE_VERSION: string | undefined;

// The transport is read from the command line: --stdio, --node-ipc, --socket=port or --pipe=name.
startServer(createConnection(ProposedFeatures.all), typeof SARGABLE_VERSION === 'string' ? SARGABLE_VERSION : '0.0.0');
