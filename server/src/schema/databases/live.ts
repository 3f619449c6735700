import { tableKey } from '../replay/index.ts';
import type { ModelTable } from '../models/table.ts';
import { createdKeys, type DatabaseParts } from './group.ts';

/**
 * The models without those that a generator has left beside the real ones: nobody imports their file, somebody imports
 * another model of the same table, and SQL creates that table. Their indexes would count for indexes that the database
 * does not have; those that it has are in the SQL.
 */
export function liveModels(part: DatabaseParts, imported: ReadonlySet<string>): readonly ModelTable[] {
  const created = createdKeys(part);
  const keyOf = (model: ModelTable): string => tableKey(model.name, part.dialect);
  const used = new Set(part.models.filter((model) => imported.has(model.file)).map(keyOf));
  return part.models.filter((model) => imported.has(model.file) || !used.has(keyOf(model)) || !created.has(keyOf(model)));
}
