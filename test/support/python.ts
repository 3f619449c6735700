import { spawnSync } from 'node:child_process';
import { sqlalchemy2 } from './sqlalchemy2.ts';

/** Debian's own Python, which has the packages of Debian; a pyenv's or a virtual environment's does not. */
const PYTHON = process.env['SARGABLE_PYTHON'] ?? '/usr/bin/python3';

export interface PythonOptions {
  readonly args?: readonly string[];
  readonly input?: string;
  /** Of SQLAlchemy, with what goes with it; 1.4 when nothing is said. */
  readonly version?: '1.4' | '2.0';
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a Python script, given as text; `status` is null when it was killed after two minutes. */
export function python(script: string, options: PythonOptions = {}): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  return run(['-c', script, ...(options.args ?? [])], options);
}

/** Runs a module's command line, such as `alembic`. */
export function pythonModule(module: string, options: PythonOptions = {}): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  return run(['-m', module, ...(options.args ?? [])], options);
}

function run(args: readonly string[], { input, version = '1.4', cwd, env }: PythonOptions): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  const path = version === '2.0' ? { PYTHONPATH: [sqlalchemy2(), env?.['PYTHONPATH']].filter((part) => part !== undefined).join(':') } : {};
  const { stdout, stderr, status } = spawnSync(PYTHON, args, { encoding: 'utf8', input: input ?? '', timeout: 120_000, maxBuffer: 64 << 20, ...(cwd === undefined ? {} : { cwd }), env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env, ...path } });
  return { stdout, stderr, status };
}
