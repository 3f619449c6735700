import type { AdapterInput, SchemaRead } from '../../adapter.ts';

/** Everything that a Python file declares about tables, in document order. */
export function readSchema(_input: AdapterInput): SchemaRead {
  return { models: [], statements: [] };
}
