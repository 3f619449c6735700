import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** A PostgreSQL server of one test file's own, in a temporary folder, reached over a socket alone. */
export interface Postgres {
  /** The major version, as `15`. */
  readonly version: number;
  /** The folder of its socket, which clients take as the host; its user is `tester`. */
  readonly host: string;
  readonly rows: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>;
}

const LONGEST_START = 60_000;
const SETTINGS = ['listen_addresses=', 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB', 'autovacuum=off', 'max_connections=5', 'logging_collector=off'];

/**
 * Starts a server of the installed packages, with ICU's en-US as its collation, as the labelled cases have it. Takes some five seconds,
 * most of them for making its catalogs. Call `stop` in `after`.
 */
export async function startPostgres(): Promise<Postgres> {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), 'sargable-pg-'));
  const owner = unprivileged();
  chmodSync(folder, 0o700);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'tester', '-A', 'trust', '--no-sync', '--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'], { encoding: 'utf8', cwd: folder, ...owner });
  if (made.status !== 0) throw new Error(`initdb: ${made.error?.message ?? made.stderr}`);
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, ...SETTINGS.flatMap((s) => ['-c', s])], { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...owner });
  const log: string[] = [];
  server.stderr.setEncoding('utf8').on('data', (text: string) => { log.push(text); });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const kill = (): void => { server.kill('SIGKILL'); remove(); };
  process.once('exit', kill);
  const client = await connect(folder, server, log);
  const version = Number(readFileSync(join(data, 'PG_VERSION'), 'utf8').trim());
  const stop = async (): Promise<void> => {
    await client.end();
    process.off('exit', kill);
    await ended(server);
    remove();
  };
  return { version, host: folder, rows: async (sql) => (await client.query(sql)).rows, stop };
}

/** The newest of those that Debian's packages install; else what PATH has. */
function programs(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).filter((v) => existsSync(join(root, v, 'bin', 'initdb'))).sort((a, b) => Number(b) - Number(a)) : [];
  return versions[0] === undefined ? '' : join(root, versions[0], 'bin');
}

/** PostgreSQL will not run as root. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout || 65534);
  return { uid: id('-u'), gid: id('-g') };
}

async function connect(host: string, server: ChildProcess, log: readonly string[]): Promise<Client> {
  const until = Date.now() + LONGEST_START;
  for (;;) {
    const client = new Client({ host, database: 'postgres', user: 'tester' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until) throw new Error(`postgres did not start: ${log.join('').slice(-2000)}`, { cause: error });
      await pause(50);
    }
  }
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) { resolve(); return; }
    server.once('exit', () => { resolve(); });
    server.kill('SIGINT');
  });
}
