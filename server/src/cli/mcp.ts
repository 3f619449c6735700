import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadParsers } from '../host/workspace.ts';
import { callTool } from '../mcp/call.ts';
import { DiskProjects } from '../mcp/folders.ts';
import { INSTRUCTIONS } from '../mcp/instructions.ts';
import { tools } from '../mcp/tools/index.ts';
import { targetOf } from './target.ts';
import { readArgs, UsageError } from './usage.ts';
import { version } from './version.ts';

/** `sargable mcp`: serves the tools to an agent over stdin and stdout, until it hangs up. Nothing else is written to stdout. */
export async function mcp(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { root: { type: 'string', multiple: true } });
  if (positionals.length > 0) throw new UsageError('sargable mcp takes no path; --root FOLDER says which folder.');
  const given = values.root?.map((root) => resolve(root)) ?? null;
  const missing = given?.find((root) => !existsSync(root) || !statSync(root).isDirectory());
  if (missing !== undefined) throw new UsageError(`${missing} is no folder.`);
  const report = (message: string): void => { process.stderr.write(`sargable: ${message}\n`); };
  const projects = new DiskProjects(await loadParsers(), given ?? [targetOf([]).root], report);
  const roots = (uris: readonly string[]): void => { const folders = uris.flatMap(folderOf); if (given === null && folders.length > 0) projects.setRoots(folders); };
  const { serve } = await import('../mcp/serve.ts');
  await serve({ version: version(), instructions: INSTRUCTIONS, tools, roots, call: (name, input) => callTool(name, input, projects, report) });
  return 0;
}

/** A folder of this machine that a client says it works on. */
function folderOf(uri: string): readonly string[] {
  try {
    const folder = fileURLToPath(uri);
    return existsSync(folder) && statSync(folder).isDirectory() ? [resolve(folder)] : [];
  } catch {
    return [];
  }
}
