import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../../../server/src/facts/dialect.ts';
import { compared, librarysDdl, ourTables, type Program, projectFiles, replayed } from './support.ts';

// Every sample project is run by the real library, of both majors where it can be: what create_all sends on each database is what we read from the models.
const program = (name: string, run: readonly string[], metadata: string, dialects: readonly Dialect[] = ['sqlite', 'postgresql', 'mysql']): Program & { readonly dialects: readonly Dialect[] } => ({ files: projectFiles(name), run, metadata, dialects });
// MySQL takes no text without a length.
const TWO: readonly Dialect[] = ['sqlite', 'postgresql'];
const PROJECTS: readonly (readonly [string, ReturnType<typeof program>, readonly ('1.4' | '2.0')[]])[] = [
  ['classic', program('classic', ['shop.models'], 'models.metadata'), ['1.4', '2.0']],
  ['typed', program('typed', ['models'], 'models.Base.metadata', TWO), ['2.0']],
  ['flask', program('flask', ['models'], '[models.db.metadata, *[one for key, one in models.db.metadatas.items() if key]]'), ['1.4', '2.0']],
  ['sqlmodel', program('sqlmodel', ['models'], 'models.SQLModel.metadata'), ['2.0']],
  ['core', program('core', ['tables'], 'tables.metadata', TWO), ['1.4', '2.0']],
];

for (const version of ['1.4', '2.0'] as const) {
  const projects = PROJECTS.filter(([, , versions]) => versions.includes(version));
  const made = librarysDdl(projects.map(([, one]) => one), version);
  for (const [place, [name, { files, dialects }]] of projects.entries()) {
    for (const dialect of dialects) {
      test(`${name}: SQLAlchemy ${version} makes on ${dialect} what is read`, () => {
        const told = made[place];
        assert.equal(told?.['error'], undefined);
        const [ours, theirs] = compared(ourTables(files, dialect), replayed(told?.[dialect] ?? [], dialect) ?? new Map(), dialect);
        assert.ok(Object.keys(theirs).length > 2);
        assert.deepEqual(ours, theirs);
      });
    }
  }
}
