import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line itself is wrong; ends with exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options and positionals of one command; what it does not know is a UsageError. */
export function readArgs<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('\n')[0] ?? 'bad arguments' : String(error));
  }
}

/** One of a few words, or a UsageError that lists them. */
export function oneOf<T extends string>(value: string, known: readonly T[], option: string): T {
  const found = known.find((k) => k === value);
  if (found === undefined) throw new UsageError(`--${option} takes ${known.join(', ')}; ${JSON.stringify(value)} is none of them.`);
  return found;
}
