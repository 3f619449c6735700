import type { SchemaStatement } from '../../../facts/schema.ts';
import type { Adapter, AdapterInput, SchemaRead } from '../../adapter.ts';
import { run } from './run.ts';

/**
 * Alembic's revisions, Flask-Migrate's among them: what `upgrade()` does, statement by statement, in the order in which it runs. The way back is not read. In templates for
 * several databases each has an `upgrade_<name>()`, which `upgrade()` calls by a name that is put together.
 */
export const alembic: Adapter = { id: 'alembic', title: 'Alembic', languages: ['python'], triggers: ['down_revision'], readSchema };

function readSchema(input: AdapterInput): SchemaRead {
  const { document, outline } = input;
  const isRevision = /^revision[ \t]*(?::[^=\n]*)?=/m.test(document.text) && /^down_revision[ \t]*(?::[^=\n]*)?=/m.test(document.text);
  if (!isRevision) return { models: [], statements: [] };
  const names = outline.bindings.filter((binding) => binding.kind === 'function' && binding.topLevel).map(({ name }) => name);
  const several = names.filter((name) => /^upgrade_\w+$/.test(name));
  const isMulti = several.length > 0 && /globals\(\)\s*\[/.test(document.text);
  const { statements, steps } = run(input, isMulti ? several : ['upgrade']);
  // Whoever speaks of CONCURRENTLY has thought of it.
  const script = /concurrently/i.test(document.text) ? { script: { statements: steps, outside: false } } : {};
  return { models: [], statements: withoutImpossible(statements), whole: true, ...script };
}

/**
 * A revision that has run did not make one name twice: where two indexes of a table would have the same, the convention that gave it is not SQLAlchemy's own, and
 * the second has a name that is not known here.
 */
function withoutImpossible(statements: readonly SchemaStatement[]): readonly SchemaStatement[] {
  const made = new Set<string>();
  return statements.map((statement) => {
    const { operation } = statement;
    if (operation.op === 'drop-index') made.delete(operation.name.name);
    if (operation.op !== 'create-index' || operation.index.name === null || operation.ifNotExists) return statement;
    const isTaken = made.has(operation.index.name);
    made.add(operation.index.name);
    return isTaken ? { ...statement, operation: { ...operation, index: { ...operation.index, name: null } } } : statement;
  });
}
