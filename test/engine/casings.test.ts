import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

// A casing that a constant of another file gives: the migrations tell which it is.
const files = (columns: string): Readonly<Record<string, string>> => ({
  'package.json': '{"dependencies":{"drizzle-orm":"0.45.0","pg":"8.0.0"}}',
  'src/schema.ts': "import { integer, pgTable, serial } from 'drizzle-orm/pg-core';\nexport const shelves = pgTable('shelves', { id: serial().primaryKey(), roomId: integer(), rowNumber: integer() });\n",
  'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nimport { CASING } from './constants';\nexport const db = drizzle(process.env.URL!, { casing: CASING });\n",
  'src/constants.ts': 'export const CASING = "snake_case";\n',
  'drizzle/0000_first.sql': `CREATE TABLE "shelves" ("id" serial PRIMARY KEY, ${columns});\n`,
});

const columnsOf = (columns: string): readonly string[] => workspaceOf(files(columns)).snapshot().catalogs().flatMap((catalog) => (catalog.tables.get('shelves')?.columns.map(({ name }) => name) ?? []));

test('models and migrations are one table, whichever of two casings a constant elsewhere names', () => {
  assert.deepEqual(columnsOf('"room_id" integer, "row_number" integer'), ['id', 'room_id', 'row_number']);
  assert.deepEqual(columnsOf('"roomId" integer, "rowNumber" integer'), ['id', 'roomId', 'rowNumber']);
});
