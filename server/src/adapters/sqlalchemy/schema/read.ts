import type { ModelFact } from '../../../facts/schema.ts';
import type { AdapterInput, SchemaRead } from '../../adapter.ts';
import { type AddedIndexes, classFacts } from './class.ts';
import { readMakers } from './makers.ts';
import { readHandles } from './metadata.ts';
import { startReading, type Reading } from './reading.ts';
import { addedIndexes, indexDecls, mappedClasses, readTables } from './statements.ts';

/** Words without which a file has no table, no base of one and no name that leads to one. */
const WORDS = /sqlalchemy|sqlmodel|SQLModel|SQLAlchemy|__tablename__|__table__|__table_args__|__abstract__|declared_attr|mapped_column|SCHEMA|Mapped\[|Column\(|\.Model\b|Table\(|MetaData|^\s*class \w+\([^)]/m;

/** Everything that a Python file declares about tables. */
export function readSchema(input: AdapterInput): SchemaRead {
  if (!WORDS.test(input.document.text)) return { models: [], statements: [] };
  const reading = startReading(input);
  const models: readonly ModelFact[] = [...schemaNames(reading), ...readHandles(reading), ...readMakers(reading), ...readTables(reading), ...classes(reading), ...mappedClasses(reading)];
  return { models, statements: reading.unread };
}

function classes(reading: Reading): readonly ModelFact[] {
  const added = addedIndexes(reading);
  const byClass = new Map<string, AddedIndexes extends ReadonlyMap<string, infer L> ? L : never>();
  const others = added.filter(({ owner, index }) => {
    const [name = '', more] = owner;
    if (more !== undefined || !reading.classes.has(name)) return true;
    byClass.set(name, [...(byClass.get(name) ?? []), index]);
    return false;
  });
  // Of classes inside functions only those with a name that no other class has are known by it.
  const known = new Set(reading.classes.keys());
  const read = reading.outline.classes.filter((cls) => cls.topLevel || !known.has(cls.name));
  return [...read.flatMap((cls) => classFacts(reading, cls, byClass)), ...indexDecls(others)];
}

/** `SCHEMA = 'app'`: what other files may call a table's schema. */
const schemaNames = ({ outline, reader }: Reading): readonly ModelFact[] =>
  outline.bindings.flatMap(({ topLevel, name, init }) => (topLevel && init?.kind === 'string' && /schema/i.test(name) ? [{ kind: 'schema', symbol: name, name: reader.text(init) ?? '' } as const] : []));
