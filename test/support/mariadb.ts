import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';

export type MariadbRow = Readonly<Record<string, unknown>>;

/** A MariaDB server of one test file's own, in a temporary folder, reached over a socket alone. */
export interface Mariadb {
  readonly socket: string;
  /** The rows of one statement; of one without rows, none. `values` fill `?`. */
  readonly rows: (sql: string, values?: readonly unknown[]) => Promise<readonly MariadbRow[]>;
  /** Runs statements separated by `;` (no DELIMITER). */
  readonly run: (sql: string) => Promise<void>;
  /** Makes an empty database and goes into it. */
  readonly fresh: (name: string) => Promise<void>;
  /** MariaDB's error number for a statement that is only prepared, never run; null when it is accepted. 1064 is a syntax error. */
  readonly refusal: (sql: string) => Promise<number | null>;
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Enough for any test here, and little enough to run beside others. */
const SERVER = ['--no-defaults', '--skip-networking', '--skip-grant-tables', '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=8M', '--innodb-flush-method=nosync', '--innodb-flush-log-at-trx-commit=0', '--skip-log-bin', '--innodb-fast-shutdown=2'];
const LONGEST_START = 60_000;

/** Starts a server; takes about five seconds, most of them for making its system tables. Call `stop` in `after`. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-mariadb-'));
  const data = join(folder, 'data');
  const socket = join(folder, 's');
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  const made = spawnSync('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.error?.message ?? made.stderr}`);
  const log = join(folder, 'log');
  const server = spawn(program(), [...SERVER, `--datadir=${data}`, `--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`, `--log-error=${log}`, ...user], { stdio: 'ignore' });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const kill = (): void => { server.kill('SIGKILL'); remove(); };
  process.once('exit', kill);
  const connection = await connect(socket, server, () => (existsSync(log) ? readFileSync(log, 'utf8') : ''));
  const stop = async (): Promise<void> => {
    connection.destroy();
    process.off('exit', kill);
    await ended(server);
    remove();
  };
  return { socket, ...statements(connection), stop };
}

/** Debian puts it where ordinary users have no path to. */
const program = (): string => ['/usr/sbin/mariadbd', '/usr/bin/mariadbd'].find((path) => existsSync(path)) ?? 'mariadbd';

async function connect(socketPath: string, server: ChildProcess, log: () => string): Promise<Connection> {
  const until = Date.now() + LONGEST_START;
  for (;;) {
    try {
      return await createConnection({ socketPath, user: 'root', multipleStatements: true, supportBigNumbers: true });
    } catch (error) {
      if (server.exitCode !== null || Date.now() > until) throw new Error(`mariadbd did not start: ${log().slice(-2000)}`, { cause: error });
      await pause(50);
    }
  }
}

function statements(connection: Connection): Omit<Mariadb, 'socket' | 'stop'> {
  return {
    rows: async (sql, values) => {
      const [rows] = await connection.query(sql, values === undefined ? [] : [...values]);
      return Array.isArray(rows) ? rows.flatMap((row) => (row !== null && typeof row === 'object' && !Array.isArray(row) ? [row as MariadbRow] : [])) : [];
    },
    run: async (sql) => { await connection.query(sql); },
    fresh: async (name) => { await connection.query(`DROP DATABASE IF EXISTS \`${name}\`; CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4; USE \`${name}\``); },
    refusal: async (sql) => {
      try {
        await connection.query('PREPARE sargable_s FROM ?', [sql]);
        return null;
      } catch (error) {
        return error !== null && typeof error === 'object' && 'errno' in error ? Number(error.errno) : -1;
      }
    },
  };
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) { resolve(); return; }
    server.once('exit', () => { resolve(); });
    server.kill('SIGTERM');
  });
}
