import { DidChangeWatchedFilesNotification, WatchKind, type FileEvent } from 'vscode-languageserver/node';
import type { Folder } from './folder.ts';
import type { Session } from './session.ts';
import { fileOf } from './uris.ts';

/** What the engine reads: code, SQL, and the files that say how to read them. */
const watched = [
  '**/*.{sql,ts,tsx,mts,cts,js,jsx,mjs,cjs,py}',
  '**/{templates,jinja2}/**/*.{html,htm,jinja,jinja2,j2}',
  '**/{*.jsonc,.gitignore,package.json,tsconfig*.json,jsconfig*.json,pnpm-workspace.yaml,migration_lock.toml}',
  '**/meta/*.json',
  '**/snapshot.json',
  // What tells of ORMs that are not read yet.
  '**/{schema.prisma,requirements*.txt,requirements*.in,pyproject.toml,Pipfile,Gemfile,composer.json,go.mod,pom.xml,build.gradle,build.gradle.kts,Cargo.toml,mix.exs}',
];

/** Asks the client to tell of files that change. Deletions are asked for all paths, since a deleted folder is told by its own name alone. */
export async function watchFiles(session: Session): Promise<void> {
  if (!session.client.watchesFiles) return;
  await session.connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [...watched.map((globPattern) => ({ globPattern })), { globPattern: '**/*', kind: WatchKind.Delete }],
  });
}

/** `workspace/didChangeWatchedFiles`: the folders read again what changed. */
export async function watchedFilesChanged(session: Session, events: readonly FileEvent[]): Promise<void> {
  const paths = new Map<Folder, Set<string>>();
  for (const { uri } of events) {
    const file = fileOf(uri);
    const place = file === null ? null : session.folders.inWorkspace(file);
    if (place) paths.set(place.folder, (paths.get(place.folder) ?? new Set()).add(place.path));
  }
  for (const [folder, changed] of paths) await folder.filesChanged([...changed]);
}
