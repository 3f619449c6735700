import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of its own, in a folder that goes with it. */
export interface PostgresServer {
  /** Runs a script in one transaction, in none, or on behind errors; the first error, or null. */
  readonly run: (database: string, script: string, how: 'one' | 'none' | 'on') => string | null;
  /** One row a line of JSON. */
  readonly rows: <T>(database: string, query: string) => readonly T[];
  readonly create: (database: string) => void;
  readonly version: string;
  readonly stop: () => void;
}

/** The server's programs refuse to run as root; Debian has a user for them. */
const asServer = (bin: string, program: string, args: readonly string[]): void => {
  const command = [join(bin, program), ...args];
  if (userInfo().uid === 0) execFileSync('runuser', ['-u', 'postgres', '--', ...command], { stdio: 'ignore' });
  else execFileSync(command[0] ?? '', command.slice(1), { stdio: 'ignore' });
};

const STOP = ['-v', 'ON_ERROR_STOP=1'];

/** @param bin the folder of initdb and pg_ctl, Debian's own when it is not said */
export function startPostgres(bin = '/usr/lib/postgresql/15/bin'): PostgresServer {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-postgres-'));
  if (userInfo().uid === 0) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  asServer(bin, 'initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync']);
  asServer(bin, 'pg_ctl', ['-D', data, '-o', `-c listen_addresses='' -k ${folder} -c fsync=off`, '-l', join(folder, 'log'), '-w', 'start']);
  const psql = (database: string, args: readonly string[], input: string): { readonly out: string; readonly error: string | null } => {
    const done = spawnSync('psql', ['-X', '-q', '-A', '-t', '-h', folder, '-U', 'postgres', '-d', database, ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PGOPTIONS: '--client-min-messages=error' } });
    return { out: done.stdout, error: done.status === 0 ? null : done.stderr.trim() };
  };
  return {
    run: (database, script, how) => psql(database, [...(how === 'on' ? [] : STOP), ...(how === 'one' ? ['-1'] : [])], script).error,
    rows: <T>(database: string, query: string) => {
      const { out, error } = psql(database, STOP, `SELECT row_to_json(q) FROM (${query}) q;`);
      if (error !== null) throw new Error(error);
      return out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
    },
    create: (database) => { psql('postgres', [], `CREATE DATABASE "${database}"`); },
    version: psql('postgres', [], 'SHOW server_version').out.trim(),
    stop: () => {
      asServer(bin, 'pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
