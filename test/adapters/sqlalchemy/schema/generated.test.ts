import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEED } from '../../../support/seed.ts';
import { programs } from './generated.ts';
import { compared, librarysDdl, ourTables, replayed } from './support.ts';

// Hundreds of generated models in one run of Python: what SQLAlchemy makes of them is what is read. Some it refuses (two indexes of one name); those say nothing.
const COUNT = Number(process.env['SARGABLE_RUNS'] ?? 60);

for (const [style, version] of [['classic', '1.4'], ['classic', '2.0'], ['typed', '2.0']] as const) {
  test(`generated ${style} models on SQLAlchemy ${version}`, () => {
    const made = programs(style === 'typed', COUNT, SEED);
    let tables = 0;
    let indexes = 0;
    const refused: string[] = [];
    for (const [place, ddl] of librarysDdl(made, version).entries()) {
      const { files } = made[place] ?? { files: {} };
      if (ddl['error'] !== undefined) { refused.push(String(ddl['error'])); continue; }
      for (const dialect of ['sqlite', 'postgresql'] as const) {
        const theirs = replayed(ddl[dialect] ?? [], dialect);
        if (theirs === null) { refused.push('the database refuses it'); continue; }
        const [ours, real] = compared(ourTables(files, dialect), theirs, dialect);
        assert.deepEqual(ours, real, `${dialect}\n${files['base.py'] ?? ''}\n${files['models.py'] ?? ''}`);
        tables += theirs.size;
        indexes += [...theirs.values()].reduce((sum, table) => sum + table.indexes.length, 0);
      }
    }
    assert.ok(tables > made.length * 2 && indexes > tables * 2, `${tables} tables, ${indexes} indexes; refused: ${[...new Set(refused)].slice(0, 5).join('\n')}`);
  });
}
