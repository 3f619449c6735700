import { after, before, test } from 'node:test';
import { type Postgres, startPostgres } from '../../../support/postgres.ts';
import { compareForms } from './compare.ts';

let server: Postgres;
before(async () => { server = await startPostgres(); });
after(async () => { await server.stop(); });

for (const [version, database] of [['1.4', 'forms1'], ['2.0', 'forms2']] as const) {
  test(`PostgreSQL: what is read from Python is what SQLAlchemy ${version} sends`, async () => {
    await server.rows(`CREATE DATABASE ${database}`);
    compareForms(version, 'postgresql', `postgresql+psycopg2://tester@/${database}?host=${server.host}`);
  });
}
