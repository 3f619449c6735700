import { pageOf } from '../host/pages.ts';
import { rules } from '../rules/index.ts';
import { UsageError } from './usage.ts';

/** `sargable rule [id]`. */
export async function rule(args: readonly string[]): Promise<number> {
  const [id] = args;
  if (id === undefined) {
    const width = Math.max(...rules.map((r) => r.id.length));
    for (const each of rules) process.stdout.write(`${each.id.padEnd(width)}  ${each.summary}\n`);
    return 0;
  }
  const page = rules.some((r) => r.id === id) ? pageOf(id) : null;
  if (page === null) throw new UsageError(`There is no rule ${JSON.stringify(id)}; sargable rule lists them.`);
  process.stdout.write(page.endsWith('\n') ? page : page + '\n');
  return 0;
}
