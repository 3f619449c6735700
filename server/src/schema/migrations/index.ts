export { dialectHints } from './hints.ts';
export { isWayBack } from './names.ts';
export type { SchemaSource, SchemaTool, SourceFile } from './source.ts';
export { schemaSources } from './sources.ts';
