import type { Finding, Severity } from '../facts/finding.ts';
import { type Output, outputsOf } from './outputs.ts';
import { oneOf, readArgs, UsageError } from './usage.ts';

/** What `sargable check` was asked for. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly outputs: readonly Output[];
  readonly fails: (findings: readonly Finding[]) => ReadonlySet<Finding>;
  /** The name that a text on stdin goes by. */
  readonly stdin: string | null;
  /** The file as it was named, `''` for the usual one; null for none. */
  readonly baseline: string | null;
  readonly updateBaseline: boolean;
  readonly since: Since | null;
  readonly fix: boolean;
  readonly unread: boolean;
  readonly quiet: boolean;
  readonly suppressed: boolean;
  readonly printConfig: boolean;
}

/** What a change is: since a commit, what stands in the folder, or what is staged. */
export type Since = { readonly kind: 'ref'; readonly ref: string } | { readonly kind: 'changed' | 'staged' };

const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  format: { type: 'string', multiple: true }, output: { type: 'string', short: 'o' }, 'fail-on': { type: 'string', default: 'warning' }, 'max-warnings': { type: 'string' }, unread: flag, quiet: flag, 'no-suppressed': flag,
  baseline: { type: 'string' }, 'update-baseline': flag, since: { type: 'string' }, staged: flag, changed: flag, fix: flag, stdin: flag, 'stdin-filename': { type: 'string' }, 'print-config': flag,
} as const;

/** @throws UsageError */
export function checkOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = readArgs(withBaseline(args), OPTIONS);
  const options: CheckOptions = {
    paths: positionals, outputs: outputsOf(values.format ?? [], values.output), fails: failing(values['fail-on'], values['max-warnings']), stdin: stdinOf(values.stdin, values['stdin-filename']),
    baseline: values.baseline ?? (values['update-baseline'] ? '' : null), updateBaseline: values['update-baseline'], since: sinceOf(values),
    fix: values.fix, unread: values.unread, quiet: values.quiet, suppressed: !values['no-suppressed'], printConfig: values['print-config'],
  };
  const { stdin, since } = options;
  if (stdin !== null && (options.fix || options.printConfig || options.updateBaseline || since !== null || positionals.length > 0)) throw new UsageError('--stdin judges one text: it goes with no path, --fix, --print-config, --update-baseline, --since, --changed or --staged.');
  if (since !== null && (options.updateBaseline || options.fix)) throw new UsageError('--since, --changed and --staged go without --fix and --update-baseline.');
  return options;
}

/** `--baseline` takes a file or none; what ends with .json after it is one. */
const withBaseline = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg, i) => (arg === '--baseline' ? [`--baseline=${(args[i + 1] ?? '').endsWith('.json') ? args[i + 1] : ''}`] : args[i - 1] === '--baseline' && arg.endsWith('.json') ? [] : [arg]));

function stdinOf(stdin: boolean, name: string | undefined): string | null {
  if (stdin !== (name !== undefined)) throw new UsageError('--stdin and --stdin-filename PATH go together.');
  return name ?? null;
}

function sinceOf({ since, staged, changed }: { readonly since?: string | undefined; readonly staged: boolean; readonly changed: boolean }): Since | null {
  if ([since !== undefined, staged, changed].filter(Boolean).length > 1) throw new UsageError('--since, --changed and --staged are one of them at a time.');
  return since !== undefined ? { kind: 'ref', ref: since } : staged ? { kind: 'staged' } : changed ? { kind: 'changed' } : null;
}

const RANK: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };

/** Those at or above the level, but for warnings as long as they are no more than `most`. */
function failing(level: string, most: string | undefined): CheckOptions['fails'] {
  const failOn = oneOf(level, ['error', 'warning', 'information', 'hint', 'never'], 'fail-on');
  if (most !== undefined && !/^\d{1,9}$/.test(most)) throw new UsageError(`--max-warnings takes a number; ${JSON.stringify(most)} is none.`);
  return (findings) => {
    const loud = findings.filter(({ severity }) => failOn !== 'never' && RANK[severity] >= RANK[failOn]);
    const warnings = findings.filter(({ severity }) => severity === 'warning');
    if (most === undefined) return new Set(loud);
    return new Set([...loud.filter(({ severity }) => severity !== 'warning'), ...(warnings.length > Number(most) ? warnings : [])]);
  };
}
