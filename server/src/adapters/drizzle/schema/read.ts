import type { ModelFact, SchemaStatement, TableDecl, TableNameDecl } from '../../../facts/schema.ts';
import { constantString } from '../constants.ts';
import { readProject } from '../config.ts';
import type { Scope } from '../query/scope.ts';
import { renew } from '../../../lang/work.ts';
import { startReading, type Reading } from '../reading.ts';
import type { AdapterInput, SchemaRead } from '../../adapter.ts';
import { readColumns } from './columns.ts';
import { readMakers } from './creators.ts';
import { readExtra } from './extra.ts';
import { findTables } from './find.ts';
import { columnsOf } from './recognise.ts';
import { readRelations } from './relations.ts';
import { mayDeclare, ownersOf, type OwnedTable } from './symbols.ts';

const NO_STATEMENTS: readonly SchemaStatement[] = [];

/** Everything about the schema that one file says: tables, mixins, creators, schemas, relations, and the project's settings in a configuration file. */
export function readSchema(input: AdapterInput): SchemaRead {
  const { text } = input.document;
  const [declares, relates, configures] = [mayDeclare(text), /elations(?:Part)?\s*\(/.test(text), /drizzle/.test(text)];
  if (!declares && !relates && !configures) return { models: [], statements: NO_STATEMENTS };
  const reading = startReading(input);
  const tables = declares ? [...readMakers(reading), ...ownersOf(reading.names, findTables(reading.names)).map((owned) => readTable(reading, owned))] : [];
  const models: ModelFact[] = [...tables, ...(relates ? readRelations(reading) : []), ...(configures ? readProject(reading) : [])];
  return { models, statements: NO_STATEMENTS };
}

function readTable(reading: Reading, { found, symbol }: OwnedTable): TableDecl {
  renew(reading.names.work);
  const [name, columns, extra] = found.made.args;
  const dialect = found.dialect ?? reading.dialect;
  const path = [symbol];
  const scope: Scope = { reading: { ...reading, dialect }, sources: [{ alias: '', path, key: null }], outer: null, nested: () => null };
  const object = columnsOf(reading.names, columns, found.env);
  const read = object === null ? { columns: [], doubts: ['its columns are made at run time'] } : readColumns(reading.names, object.expr, object.env, dialect);
  const more = readExtra(scope, extra, path, found.env);
  const doubts = [...new Set([...read.doubts, ...more.doubts])];
  return {
    kind: 'table', adapter: 'drizzle', symbol, name: tableName(reading, found), schema: found.schema, dialect: found.dialect, columns: read.columns, constraints: more.constraints, indexes: more.indexes,
    casing: found.casing, span: found.call.span, nameSpan: (name ?? found.call).span, partial: doubts.length === 0 ? null : doubts.join('; '),
  };
}

function tableName(reading: Reading, found: OwnedTable['found']): TableNameDecl {
  const literal = constantString(reading.names, found.made.args[0], found.env);
  if (literal === null) return { unknown: 'its name is made at run time' };
  return found.creator === null ? { literal } : { creator: found.creator, literal };
}
