import type { Dialect } from '../../../facts/dialect.ts';
import type { WorkspaceView } from '../../../text/workspace.ts';
import type { SchemaSource } from '../source.ts';
import { settingsOf, versionsFolder } from './environment.ts';
import { type RevisionGraph, revisionGraph } from './graph.ts';
import { mayBeRevision, type Revision, revisionOf } from './revision.ts';

/** A project's revisions: those of one folder, and of others that they follow or that the configuration names together with it. */
export interface RevisionFolder { readonly folder: string; readonly folders: readonly string[]; readonly graph: RevisionGraph; readonly dialect: Dialect | null }

/** All folders of revisions that a workspace has, by name. */
export function revisionFolders(view: WorkspaceView): readonly RevisionFolder[] {
  const byFolder = new Map<string, Revision[]>();
  for (const path of view.paths) {
    const revision = mayBeRevision(path) ? revisionOf(path, view.text(path) ?? '') : null;
    if (revision === null) continue;
    const folder = versionsFolder(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), revision]);
  }
  return joined(view, byFolder).map((folders) => {
    const graph = revisionGraph(folders.flatMap((folder) => byFolder.get(folder) ?? []));
    const [folder = ''] = folders;
    return { folder, folders, graph, dialect: settingsOf(view, folder).dialect ?? dialectIn(view, graph.ordered) };
  });
}

/** Folders that belong together. A revision is looked for in its own folder first: two copies of a project have the same ones. */
function joined(view: WorkspaceView, byFolder: ReadonlyMap<string, readonly Revision[]>): readonly (readonly string[])[] {
  const groups = [...byFolder.keys()].sort().map((folder) => [folder]);
  const merge = (a: string, b: string): void => {
    const [one, other] = [groups.find((group) => group.includes(a)), groups.find((group) => group.includes(b))];
    if (one === undefined || other === undefined || one === other) return;
    one.push(...other);
    groups.splice(groups.indexOf(other), 1);
  };
  if (byFolder.size < 2) return groups;
  for (const [folder, revisions] of byFolder) {
    const own = new Set(revisions.map(({ id }) => id));
    const missing = new Set(revisions.flatMap(({ downs, dependsOn }) => [...downs, ...dependsOn]).filter((id) => !own.has(id)));
    for (const [other, others] of byFolder) if (other !== folder && others.some(({ id, labels }) => missing.has(id) || labels.some((label) => missing.has(label)))) merge(folder, other);
    for (const named of settingsOf(view, folder).versions) if (byFolder.has(named) && settingsOf(view, folder).versions.includes(folder)) merge(folder, named);
  }
  return groups.map((group) => group.sort());
}

/** What only one database has, by how often the revisions name it. A project that runs on several asks for the dialect by name. */
const SIGNS: readonly (readonly [Dialect, RegExp])[] = [
  ['postgresql', /\bdialects import postgresql\b|\bpostgresql\.\w+\(|\bdialects\.postgresql\b|\bpostgresql_(?:where|using|ops|concurrently|include)\b|\bJSONB\b|\bCREATE EXTENSION\b/],
  ['mysql', /\bdialects import mysql\b|\bmysql\.\w+\(|\bdialects\.mysql\b|\bmysql_(?:engine|charset|length)\b/],
  ['sqlite', /\bdialects import sqlite\b|\bsqlite\.\w+\(|\bdialects\.sqlite\b|\bsqlite_(?:where|autoincrement)\b/],
];

function dialectIn(view: WorkspaceView, revisions: readonly Revision[]): Dialect | null {
  const texts = revisions.slice(-200).map(({ path }) => (view.text(path) ?? '').slice(0, 20_000));
  const counts = SIGNS.map(([dialect, sign]) => ({ dialect, count: texts.filter((text) => sign.test(text) && !/dialect\.name\b/.test(text)).length })).sort((a, b) => b.count - a.count);
  const [first, second] = counts;
  return first === undefined || first.count === 0 || first.count === second?.count ? null : first.dialect;
}

/** Folders of Alembic's revisions, in the order they run. */
export const alembicSources = (view: WorkspaceView): readonly SchemaSource[] =>
  revisionFolders(view).map(({ folder, graph, dialect }) => ({
    tool: 'alembic', folder, dialect, files: graph.ordered.map(({ path }) => ({ path, part: null })), ...(graph.problems.length === 0 ? {} : { problems: graph.problems }),
  }));
