import { type Arguments, type Projects, ToolError } from './tool.ts';
import { tools } from './tools/index.ts';

/** What a call of a tool gives: `data` is there unless it went wrong. */
export interface Called { readonly text: string; readonly data: Readonly<Record<string, unknown>> | null }

/** Longer answers are of no use to a model. Characters. */
const LONGEST = 60_000;

/** Calls a tool. What was asked wrongly is said; a bug of our own is told by `report` and ends nothing. */
export function callTool(name: string, args: Arguments, projects: Projects, report: (message: string) => void): Called {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) return { text: `There is no tool ${JSON.stringify(name)}; there are ${tools.map((one) => one.name).join(', ')}.`, data: null };
  try {
    const { text, data } = tool.run(args, projects);
    return { text: text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}\n… cut: ask for less (limit, table, path).`, data };
  } catch (error) {
    if (error instanceof ToolError) return { text: error.message, data: null };
    report(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { text: `${name} failed inside of Sargable; its log says where.`, data: null };
  }
}
