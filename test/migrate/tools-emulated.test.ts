import { after, test } from 'node:test';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { servers } from './databases.ts';
import { emulate, FORMS } from './emulated.ts';
import { roundTrip } from './round-trip.ts';

const engines = servers();
after(() => engines.stop());

/** Tools that cannot be had here: our own splitter sends their files to the engine as their documents say they do. */
const cases: readonly { readonly form: keyof typeof FORMS; readonly dialects: readonly Dialect[]; readonly migrations: number }[] = [
  { form: 'goose', dialects: ['postgresql', 'sqlite', 'mariadb'], migrations: 2 },
  { form: 'golang-migrate', dialects: ['postgresql', 'sqlite', 'mariadb'], migrations: 2 },
  { form: 'flyway', dialects: ['postgresql', 'mariadb'], migrations: 1 },
  { form: 'flyway with undo', dialects: ['postgresql'], migrations: 2 },
  { form: 'sqlx', dialects: ['postgresql', 'sqlite'], migrations: 2 },
  { form: 'sqlx, reversible', dialects: ['postgresql'], migrations: 2 },
  { form: 'diesel', dialects: ['postgresql', 'sqlite', 'mariadb'], migrations: 2 },
  { form: 'supabase', dialects: ['postgresql'], migrations: 1 },
  { form: 'numbered', dialects: ['postgresql', 'sqlite', 'mariadb'], migrations: 1 },
];

for (const { form, dialects, migrations } of cases) {
  for (const dialect of dialects) {
    test(`${form} on ${dialect}, run by our splitter: up, the catalogs agree, nothing is left to find, and back`, (context) =>
      roundTrip(context, engines, { form, dialect, migrations, runner: (database) => emulate(FORMS[form], database, dialect) }));
  }
}
