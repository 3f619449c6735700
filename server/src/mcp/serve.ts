import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema, RootsListChangedNotificationSchema, type Tool as ToolSaid } from '@modelcontextprotocol/sdk/types.js';

// The protocol's own library stands in this file alone, which is a bundle of its own: nobody else loads it. What it serves is handed to it.

/** A tool as it is told to a client; schemas are JSON Schema. */
export interface ServedTool { readonly name: string; readonly title: string; readonly description: string; readonly input: object; readonly output: object }

/** What is served. `call`: `data` is null where something was asked wrongly. `roots`: the folders that the client works on, as it says; not called where it says nothing. */
export interface Served {
  readonly version: string;
  readonly instructions: string;
  readonly tools: readonly ServedTool[];
  readonly call: (name: string, args: Readonly<Record<string, unknown>>) => { readonly text: string; readonly data: Readonly<Record<string, unknown>> | null };
  readonly roots: (uris: readonly string[]) => void;
}

/** Speaks the Model Context Protocol on stdin and stdout until the client is gone. */
export async function serve(served: Served): Promise<void> {
  const server = new Server({ name: 'sargable', title: 'Sargable', version: served.version }, { capabilities: { tools: {} }, instructions: served.instructions });
  const rooted = rootsOf(server, served);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: served.tools.map(said) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    await rooted();
    const { text, data } = served.call(params.name, params.arguments ?? {});
    return { content: [{ type: 'text', text }], ...(data === null ? { isError: true } : { structuredContent: { ...data } }) };
  });
  const closed = new Promise<void>((resolve) => { server.onclose = resolve; process.stdin.once('end', resolve); process.stdin.once('close', resolve); });
  await server.connect(new StdioServerTransport());
  await closed;
}

/** All tools only read: a client need not ask its user for each call. */
function said({ name, title, description, input, output }: ServedTool): ToolSaid {
  return { name, title, description, inputSchema: { type: 'object', ...input }, outputSchema: { type: 'object', ...output }, annotations: { title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } };
}

/** Clients that tell their folders are asked once, and again when they say that these are others. A call waits for the answer. */
function rootsOf(server: Server, { roots }: Served): () => Promise<void> {
  let asked: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    if (server.getClientCapabilities()?.roots === undefined) return;
    try {
      roots((await server.listRoots(undefined, { timeout: 5_000 })).roots.map(({ uri }) => uri));
    } catch { /* A client that says it has roots and does not tell them has none. */ }
  };
  server.setNotificationHandler(RootsListChangedNotificationSchema, () => { asked = ask(); });
  return () => { asked ??= ask(); return asked; };
}
