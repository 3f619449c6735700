import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A release of VS Code: the npm package code-server carries its server and web workbench, under its version with a 4 for the 1. */
export interface Editor { readonly version: string; /** The Node it runs on; null for the project's own. */ readonly node: string | null }
export const newest: Editor = { version: '4.139.1', node: null };
/** The oldest one on the registry that is no older than what the manifest asks for (1.101), on the oldest Node that this project runs on. */
export const oldest: Editor = { version: '4.103.2', node: '22.14.0' };

/** Where an editor is installed: the folder that holds `out/server-main.js`, and the Node to run it with. */
export interface Installed { readonly vscode: string; readonly node: string }

/**
 * VS Code's server and web workbench, in a cache folder outside the project; installed on first use (about a minute, 785 MB). VS Code itself
 * is downloaded from where some machines may not; npm packages are not.
 */
export function installed({ version, node }: Editor): Installed {
  const base = process.env['EDITOR_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sargable-editor');
  const folder = join(base, version);
  const vscode = join(folder, 'vscode');
  const found = { vscode, node: node === null ? process.execPath : join(folder, 'node_modules', nodePackage, 'bin/node') };
  if (existsSync(join(folder, 'ok')) && existsSync(found.node)) return found;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(vscode, { recursive: true });
  npm(folder, 'pack', `code-server@${version}`, '--silent');
  for (const archive of readdirSync(folder).filter((name) => name.endsWith('.tgz'))) {
    execFileSync('tar', ['xzf', archive, '-C', 'vscode', '--strip-components=3', 'package/lib/vscode'], { cwd: folder });
    rmSync(join(folder, archive));
  }
  // `npm ci` fails here: the shrinkwrap lacks a package. What must be compiled is not needed for what is tested.
  for (const part of [vscode, join(vscode, 'extensions')]) npm(part, 'install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  if (node !== null) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    npm(folder, 'install', `${nodePackage}@${node}`, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  }
  writeFileSync(join(folder, 'ok'), '');
  return found;
}

/** Node for one platform, as the npm package `node` installs it. */
const nodePackage = `node-${process.platform}-${process.arch}`;

function npm(cwd: string, ...args: string[]): void {
  // What npm was told for this project (npm test sets it as environment) does not hold for another one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|config_prefix|package_|lifecycle_|config_include|config_omit)/i.test(name)));
  execFileSync('npm', args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
