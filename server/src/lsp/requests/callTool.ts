import { isAbsolute } from 'node:path';
import { isWanted } from '../../engine/create.ts';
import { callTool } from '../../mcp/call.ts';
import { insideOf } from '../../mcp/folders.ts';
import type { Project } from '../../mcp/project.ts';
import { type Projects, ToolError } from '../../mcp/tool.ts';
import type { Folder } from '../folder.ts';
import type { CallToolParams, CallToolResult } from '../protocol.ts';
import type { Session } from '../session.ts';

/** `sargable/callTool`: what `sargable mcp` answers, of the documents as they stand in the editor. Waits until everything was read once. */
export async function callEditorTool(session: Session, { name, input }: CallToolParams): Promise<CallToolResult> {
  await Promise.all(session.folders.all().map(({ ready }) => ready));
  return callTool(name, input, projectsOf(session), (message) => session.log.error('a tool', message));
}

function projectsOf({ folders }: Session): Projects {
  return {
    at(path) {
      const all = folders.all();
      const [first] = all;
      if (first === undefined) throw new ToolError('No folder is open.');
      if (path === null || path === '') return { project: projectOf(first), path: '' };
      for (const folder of isAbsolute(path) ? all : [first]) {
        const inside = insideOf(folder.root, path);
        if (inside !== null) return { project: projectOf(folder), path: inside };
      }
      throw new ToolError(`${path} lies outside of ${all.map(({ root }) => root).join(', ')}.`);
    },
  };
}

function projectOf(folder: Folder): Project {
  const snapshot: Project['snapshot'] = () => {
    const now = folder.snapshot();
    if (now === null) throw new ToolError('The reading of this folder was stopped; nothing is known of it.');
    return now;
  };
  return {
    root: folder.root, snapshot,
    withText(path, text, look) {
      snapshot();
      if (!isWanted(path)) throw new ToolError(`${path} is no file that is read: it is no code, SQL or configuration that Sargable knows.`);
      if (!folder.includes(path)) throw new ToolError(`${path} is left out: by .gitignore, or as build output.`);
      return folder.withText(path, text.replace(/^\uFEFF/, ''), look);
    },
  };
}
