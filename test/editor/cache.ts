import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The npm package that carries VS Code's server and web workbench; its version is VS Code's with a 4 for the 1. */
export const newest = '4.139.1';
/** The oldest one on the registry that is no older than what the manifest asks for (1.101). */
export const oldest = '4.103.2';

/**
 * VS Code's server and web workbench of a version, in a cache folder outside the project; installed on first use (about a minute, 785 MB).
 * Gives the folder that holds `out/server-main.js`. VS Code itself is downloaded from where some machines may not; npm packages are not.
 */
export function workbench(version: string): string {
  const base = process.env['EDITOR_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sargable-editor');
  const folder = join(base, version);
  const vscode = join(folder, 'vscode');
  if (existsSync(join(folder, 'ok'))) return vscode;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(vscode, { recursive: true });
  npm(folder, 'pack', `code-server@${version}`, '--silent');
  for (const archive of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
    execFileSync('tar', ['xzf', archive, '-C', 'vscode', '--strip-components=3', 'package/lib/vscode'], { cwd: folder });
    rmSync(join(folder, archive));
  }
  // `npm ci` fails here: the shrinkwrap lacks a package. What must be compiled is not needed for what is tested.
  for (const part of [vscode, join(vscode, 'extensions')]) npm(part, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  writeFileSync(join(folder, 'ok'), '');
  return vscode;
}

function npm(cwd: string, ...args: string[]): void {
  // What npm was told for this project (npm test sets it as environment) does not hold for another one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|config_prefix|package_|lifecycle_|config_include|config_omit)/i.test(name)));
  execFileSync('npm', args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
