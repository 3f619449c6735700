import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Debian 12 has SQLAlchemy 1.4. Version 2 is what Debian 13 packages, pure Python that its 3.11 runs as well; it is unpacked beside the system, never installed.
const PACKAGES = ['python3-sqlalchemy', 'python3-alembic', 'python3-flask-sqlalchemy', 'python3-sqlmodel', 'python3-typing-extensions', 'python3-mako'];
const RELEASE = 'trixie';
const folder = resolve(fileURLToPath(new URL('../../.cache/sqlalchemy-2', import.meta.url)));

/** The folder for PYTHONPATH that has SQLAlchemy 2, Alembic, Flask-SQLAlchemy and SQLModel; fetched once from the mirror that this machine's apt uses. Throws where there is none. */
export function sqlalchemy2(): string {
  const modules = join(folder, 'usr/lib/python3/dist-packages');
  if (!existsSync(modules)) unpack();
  return modules;
}

function unpack(): void {
  const work = `${folder}.${process.pid}`;
  for (const part of ['lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(work, part), { recursive: true });
  writeFileSync(join(work, 'sources.list'), `deb ${mirror()} ${RELEASE} main\n`);
  const own = { 'Dir::Etc::SourceList': join(work, 'sources.list'), 'Dir::Etc::SourceParts': '-', 'Dir::State::Lists': join(work, 'lists'), 'Dir::Cache': join(work, 'cache'), 'APT::Sandbox::User': 'root' };
  const options = Object.entries(own).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  const quiet: ExecFileSyncOptions = { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('apt-get', [...options, '-qq', 'update'], quiet);
  execFileSync('apt-get', [...options, '-qq', 'download', ...PACKAGES], quiet);
  for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) execFileSync('dpkg-deb', ['-x', file, 'root'], quiet);
  // Another process may have been quicker: then its folder stays.
  if (!existsSync(folder)) try { renameSync(join(work, 'root'), folder); } catch (error) { if (!existsSync(folder)) throw error; }
  rmSync(work, { recursive: true, force: true });
}

/** The Debian mirror of this machine's own sources, in either form that apt knows. */
function mirror(): string {
  const parts = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [])].filter((path) => existsSync(path));
  const found = files.map((path) => /^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+\/debian)\/?(?:\s|$)/m.exec(readFileSync(path, 'utf8'))?.[1]).find((uri) => uri !== undefined);
  if (found === undefined) throw new Error('No Debian mirror is named in the sources of apt, so SQLAlchemy 2 cannot be fetched');
  return found;
}
