import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = resolve(fileURLToPath(new URL('../../.cache', import.meta.url)));

/** `needs`: with all that they need, down to the C library, so that their programs run whatever the system has. */
interface Wanted { readonly release: 'trixie' | 'forky'; readonly packages: readonly string[]; readonly with?: 'needs' }

/** Packages of another Debian than this machine's, unpacked in a folder of their own beside the system, never installed; fetched once from the mirror that this machine's apt uses. Throws where there is none. */
export function debian(name: string, wanted: Wanted): string {
  const folder = join(cache, name);
  if (!existsSync(folder)) unpack(folder, wanted);
  return folder;
}

/** How a program of such a folder is run: by its own loader, with its own libraries. */
export function programOf(folder: string, program: string): readonly string[] {
  const [loader] = globSync('usr/lib*/**/ld-linux*.so.*', { cwd: folder });
  const [libc] = globSync('usr/lib/*/libc.so.6', { cwd: folder });
  if (loader === undefined || libc === undefined) throw new Error(`${folder} has no C library`);
  return [join(folder, loader), '--library-path', join(folder, libc, '..'), join(folder, 'usr/bin', program)];
}

function unpack(folder: string, { release, packages, with: needs }: Wanted): void {
  const work = `${folder}.${process.pid}`;
  for (const part of ['lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(work, part), { recursive: true });
  writeFileSync(join(work, 'sources.list'), `deb ${mirror()} ${release} main\n`);
  const own = { 'Dir::Etc::SourceList': join(work, 'sources.list'), 'Dir::Etc::SourceParts': '-', 'Dir::State::Lists': join(work, 'lists'), 'Dir::Cache': join(work, 'cache'), 'APT::Sandbox::User': 'root' };
  const options = Object.entries(own).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const quiet: ExecFileSyncOptions = { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('apt-get', [...options, '-qq', 'update'], quiet);
  execFileSync('apt-get', [...options, '-qq', 'download', ...(needs === undefined ? packages : closure(options, packages))], quiet);
  for (const file of readdirSync(work).filter((entry) => entry.endsWith('.deb'))) execFileSync('dpkg-deb', ['-x', file, 'root'], quiet);
  // Another process may have been quicker: then its folder stays.
  if (!existsSync(folder)) try { renameSync(join(work, 'root'), folder); } catch (error) { if (!existsSync(folder)) throw error; }
  rmSync(work, { recursive: true, force: true });
}

/** The packages with all that they depend on. Those that only have a name, and are provided by others, are in brackets. */
function closure(options: readonly string[], packages: readonly string[]): readonly string[] {
  const without = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((kind) => `--no-${kind}`);
  const told = execFileSync('apt-cache', [...options, 'depends', '--recurse', '--important', ...without, ...packages], { encoding: 'utf8' });
  // What only sets up a system is none of a program's business.
  return [...new Set(told.split('\n').filter((line) => /^[a-z0-9]/.test(line)))].filter((name) => !/^(debconf|dpkg|perl|install-info|cdebconf)/.test(name));
}

/** The Debian mirror of this machine's own sources, in either form that apt knows. */
function mirror(): string {
  const parts = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [])].filter((path) => existsSync(path));
  const found = files.map((path) => /^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+\/debian)\/?(?:\s|$)/m.exec(readFileSync(path, 'utf8'))?.[1]).find((uri) => uri !== undefined);
  if (found === undefined) throw new Error('No Debian mirror is named in the sources of apt, so packages of another release cannot be fetched');
  return found;
}
