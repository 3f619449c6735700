import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { root } from '../house/sources.ts';

export const folder = mkdtempSync(join(tmpdir(), 'sargable-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A project on disk, under a repository top of its own. */
export function project(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const at = join(folder, name);
  mkdirSync(join(at, '.git'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(at, path, '..'), { recursive: true });
    writeFileSync(join(at, path), text);
  }
  return at;
}

export const read = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');

/** The command line as it is built: `npm test` builds first. */
export const sargable = (cwd: string, ...args: readonly string[]) => given(cwd, '', ...args);

/** The same with a text on stdin. */
export const given = (cwd: string, input: string, ...args: readonly string[]) => spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { cwd, input, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

/** A report as JSON, as far as tests look at it. */
export interface ReportJson {
  readonly findings: readonly { readonly file: string; readonly ruleId: string; readonly severity: string; readonly fingerprint: string }[];
  readonly fixes?: { readonly applied: readonly { readonly title: string; readonly files: readonly string[] }[]; readonly left: readonly { readonly title: string; readonly why: string }[]; readonly refused: readonly { readonly file: string; readonly reason: string }[] };
  readonly summary: { readonly notRead: readonly { readonly name: string; readonly file: string }[] };
}
export const reportOf = (run: { readonly stdout: string }): ReportJson => JSON.parse(run.stdout) as ReportJson;
