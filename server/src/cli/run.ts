import { check } from './check.ts';
import { diff } from './diff.ts';
import { helpText } from './help.ts';
import { mcp } from './mcp.ts';
import { migrate } from './migrate.ts';
import { rule } from './rule.ts';
import { schema } from './schema.ts';
import { UsageError } from './usage.ts';
import { version } from './version.ts';

export type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = { check, diff, schema, migrate, mcp, rule };

/** Runs one command line. Gives the exit code: 0 clean, 1 findings, 2 usage or configuration. Throws only for bugs (3). */
export async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v' || name === 'version') return say(version());
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return say(helpText(rest[0] ?? null));
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) return usage(`There is no command ${JSON.stringify(name)}.`);
  if (rest.includes('--help') || rest.includes('-h')) return say(helpText(name));
  try {
    return await command(rest);
  } catch (error) {
    if (error instanceof UsageError) return usage(error.message);
    throw error;
  }
}

function say(text: string): number {
  process.stdout.write(text.endsWith('\n') ? text : text + '\n');
  return 0;
}

function usage(message: string): number {
  process.stderr.write(`sargable: ${message} See sargable --help.\n`);
  return 2;
}
