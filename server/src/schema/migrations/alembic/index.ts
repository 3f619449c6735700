export { type AlembicSettings, settingsOf } from './environment.ts';
export { type RevisionGraph, revisionGraph } from './graph.ts';
export { mayBeRevision, type Revision, revisionOf } from './revision.ts';
export { alembicSources, type RevisionFolder, revisionFolders } from './sources.ts';
