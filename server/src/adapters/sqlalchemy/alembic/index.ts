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
  return { models: [], statements, whole: true, ...script };
}
