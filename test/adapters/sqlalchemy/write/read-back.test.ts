import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sqlalchemy } from '../../../../server/src/adapters/sqlalchemy/index.ts';
import type { TableDecl } from '../../../../server/src/facts/schema.ts';
import { loadSqlParsers } from '../../../../server/src/host/sql-parsers.ts';
import { applyEdits } from '../../../../server/src/text/edits.ts';
import { atColumns, behindClasses, inArguments, ofKinds, type Shape } from './shapes.ts';
import { documentOf, outlineOf } from './support.ts';

const sql = await loadSqlParsers();

/** The declaration as the adapter itself reads it. */
function read(text: string, { symbol = 'Item', dialect = 'postgresql' }: Shape): TableDecl | undefined {
  const { models } = sqlalchemy.readSchema?.({ document: documentOf(text), outline: outlineOf(text), sql, dialect }) ?? { models: [] };
  return models.find((model): model is TableDecl => model.kind === 'table' && model.symbol === symbol);
}

function edited(text: string, table: TableDecl, { index, attrs, dialect, naming, schema }: Shape, act: 'writeIndex' | 'removeIndex' = 'writeIndex'): string | null {
  const known: TableDecl = { ...table, ...(naming === undefined ? {} : { naming: { ix: naming } }), ...(schema === undefined ? {} : { schema: { name: schema } }) };
  const edits = sqlalchemy[act]?.({ document: documentOf(text), outline: outlineOf(text), table: known, spec: index, attrs: attrs ?? new Map(), dialect: dialect ?? 'postgresql', owner: { schema: schema ?? null, name: 'items' } }) ?? null;
  return edits === null ? null : applyEdits(text, edits);
}

// What a class inherits is for linking to say, and one that only its bases make a table is none by itself.
for (const shape of [...atColumns, ...inArguments, ...behindClasses, ...ofKinds].filter(({ before }) => !/Mixin|Named/.test(before))) {
  test(`what was written is read: ${shape.name}`, () => {
    const before = read(shape.before, shape);
    assert.ok(before, 'the declaration is read');
    assert.equal(edited(shape.before, before, shape), shape.after);
    const after = read(shape.after, shape);
    assert.ok(after);
    const [key, more] = shape.index.keys;
    const column = key?.expr.kind === 'column' && more === undefined ? key.expr.column : null;
    const named = after.indexes.some(({ name, unique }) => name === shape.index.name && unique === shape.index.unique);
    const flagged = after.columns.some((one) => one.kind === 'column' && one.indexed !== undefined && (one.name === column || one.attr === (shape.attrs?.get(column ?? '') ?? column)));
    assert.ok(named || flagged, JSON.stringify(after.indexes));
    assert.equal(edited(shape.after, after, shape), shape.after, 'a second time changes nothing');
    if (shape.mark !== undefined) assert.equal(edited(shape.after, after, shape, 'removeIndex'), shape.before, 'taken out again');
  });
}
