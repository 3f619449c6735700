export { type AlembicSettings, mayBeRevision, type Revision, type RevisionFolder, revisionFolders, revisionOf, settingsOf } from './alembic/index.ts';
export { dialectHints, foreignDatabase } from './hints.ts';
export { isWayBack } from './names.ts';
export { projectTexts } from './project-texts.ts';
export { runnerOf } from './runners.ts';
export { scriptFunction, type ScriptFunction } from './script-functions.ts';
export { mayBeScriptMigration, scriptToolOf, type ScriptTool } from './scripts.ts';
export type { SchemaSource, SchemaTool, SourceFile } from './source.ts';
export { schemaSources } from './sources.ts';
