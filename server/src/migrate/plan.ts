import type { Catalog, Declaration, Table } from '../facts/catalog.ts';
import type { Need, Removal } from '../facts/finding.ts';
import { type Added, addIndex, type Writers } from '../fix/add-index.ts';
import { type Draft, startDraft } from '../fix/draft.ts';
import type { MigrationOffer } from '../fix/index.ts';
import { removeIndex } from '../fix/remove-index.ts';
import { servedNames } from '../fix/serves.ts';
import type { SourceFile } from '../fix/sources.ts';
import type { WorkspaceEdits } from '../text/edits.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import { findHomes, homeFor, migrationTools, toolOf } from './index.ts';
import { pairHome } from './pair/index.ts';
import type { MigrationHome, PlannedIndex } from './tool.ts';

export interface PlanInput {
  /** In the order their statements are to have. */
  readonly needs: readonly Need[];
  /** Indexes that are to go. */
  readonly removals?: readonly Removal[];
  readonly catalogs: readonly Catalog[];
  readonly view: WorkspaceView;
  readonly writers: Writers;
  readonly now: Date;
  /** The migration folders, where the caller has found them already. */
  readonly homes?: readonly MigrationHome[];
}

/** One file of the plan, for people: `adds idx_a to scenes` in schema.ts, `creates idx_a on scenes` in a migration. */
export interface PlannedFile { readonly path: string; readonly part: 'model' | 'migration'; readonly title: string; readonly what: string }

export interface MigrationPlan {
  /** Models and migrations together: one without the other would be drift. */
  readonly edits: WorkspaceEdits;
  /** Migrations first, in the order they are to run. */
  readonly files: readonly PlannedFile[];
  /** Needs for which no migration was written, and why. Their models may have been edited all the same: then a file of the plan says so. */
  readonly skipped: readonly { readonly need: Need; readonly reason: string }[];
  /** Set when nothing at all was written as a migration. */
  readonly reason: string | null;
}

/** Plans one migration for each folder that the needs belong to, together with the edits of the models. Writes nothing itself. */
export function planMigration(input: PlanInput): MigrationPlan {
  const work: Work = { input, homes: input.homes ?? findHomes(input.view), draft: startDraft(input.view), groups: new Map(), models: [], skipped: [] };
  for (const need of input.needs) planNeed(need, work);
  for (const removal of input.removals ?? []) planRemoval(removal, work);
  const migrations = [...work.groups.values()].flatMap((group) => writeGroup(group, work.draft, input.now, work.skipped));
  const reason = migrations.length > 0 ? null : (work.skipped[0]?.reason ?? 'no index is missing');
  return { edits: work.draft.edits(), files: [...migrations, ...mergeByPath(work.models)], skipped: work.skipped, reason };
}

/** A plan in the making. */
interface Work {
  readonly input: PlanInput;
  readonly homes: readonly MigrationHome[];
  readonly draft: Draft;
  readonly groups: Map<string, Group>;
  readonly models: PlannedFile[];
  readonly skipped: { readonly need: Need; readonly reason: string }[];
}

function planNeed(need: Need, { input, homes, draft, groups, models, skipped }: Work): void {
  const step = placeNeed(need, input, homes);
  if (step.kind === 'none') { skipped.push({ need, reason: step.reason }); return; }
  const added = addIndex(draft, input.writers, step.catalog, step.table, need.index);
  if (added.kind === 'added') models.push({ path: added.declaration.path, part: 'model', title: step.table.name, what: `adds ${need.index.name ?? 'an index'} to ${step.table.name}` });
  if (added.kind !== 'impossible' && madeAtStart(input, added.declaration)) { skipped.push({ need, reason: STARTED }); return; }
  if (step.home === null) { skipped.push({ need, reason: modelsAlone(step.table) }); return; }
  joinGroup(groups, step.home, step.catalog, { need, index: { spec: need.index, serves: servedNames(need.sites, input.view, input.writers.sources), model: modelOf(added, step.home, draft, input) } });
}

function planRemoval(removal: Removal, { input, homes, draft, groups, models, skipped }: Work): void {
  const step = placeRemoval(removal, input, homes);
  if (step.kind === 'none') { skipped.push({ need: removal, reason: step.reason }); return; }
  const name = removal.index.name ?? 'the index';
  const removed = removeIndex(draft, input.writers, step.catalog, step.table, removal.index);
  if (removed.kind === 'impossible') { skipped.push({ need: removal, reason: `${name} is declared in a way that has to be changed by hand` }); return; }
  if (removed.kind === 'removed') models.push(...removed.paths.map((path) => ({ path, part: 'model' as const, title: step.table.name, what: `removes ${name} from ${step.table.name}` })));
  if (removed.kind === 'removed' && step.table.declarations.some((declaration) => madeAtStart(input, declaration))) { skipped.push({ need: removal, reason: STARTED_OUT }); return; }
  if (step.home === null) { skipped.push({ need: removal, reason: step.reason }); return; }
  joinGroup(groups, step.home, step.catalog, { need: removal, index: { change: 'drop', spec: removal.index, serves: [], model: null, because: removal.because } });
}

/** The plan for one need in the form that a quick fix shows; null when no migration can be written for it. */
export function offerMigration(input: PlanInput): MigrationOffer | null {
  const plan = planMigration(input);
  const [first] = plan.files;
  return plan.reason !== null || first === undefined ? null : { path: first.path, edits: () => plan.edits };
}

interface Member { readonly need: Need; readonly index: PlannedIndex }
interface Group { readonly home: MigrationHome; readonly catalog: Catalog; readonly members: readonly Member[] }

function joinGroup(groups: Map<string, Group>, home: MigrationHome, catalog: Catalog, member: Member): void {
  const key = `${home.tool}\n${home.folder}\n${catalog.id}`;
  groups.set(key, { home, catalog, members: [...(groups.get(key)?.members ?? []), member] });
}

type Placed =
  | { readonly kind: 'placed'; readonly catalog: Catalog; readonly table: Table; /** Null: the tool compares models with the database, and has no migrations. */ readonly home: MigrationHome | null }
  | { readonly kind: 'none'; readonly reason: string };

const NO_FOLDER = 'no migrations folder was found for these models';
const PUSHED = `${NO_FOLDER}; where the schema is pushed (drizzle-kit push), the index in the model is enough`;
const CREATED = `${NO_FOLDER}; where create_all makes the tables at start-up, the model is enough for new databases, and one that has the table already needs the index by hand`;

const STARTED = 'the project’s own code makes the index when it next starts: no migration is needed';
const STARTED_OUT = 'the project’s own code makes the index no more; a database that has it keeps it until it is dropped by hand';

const madeAtStart = ({ writers }: PlanInput, { adapter, migration }: Declaration): boolean => !migration && writers.adapters.get(adapter)?.madeAtStart === true;

/** What models alone come to, by what makes tables of them. */
const modelsAlone = (table: Table): string => (table.declarations.some(({ adapter, migration }) => !migration && adapter === 'sqlalchemy') ? CREATED : PUSHED);

function placeNeed(need: Need, input: PlanInput, homes: readonly MigrationHome[]): Placed {
  const catalog = input.catalogs.find((candidate) => candidate.id === need.database);
  const table = catalog?.tables.get(need.index.table);
  if (catalog === undefined || table === undefined) return { kind: 'none', reason: `${need.index.table} is in no known database` };
  if (need.index.name === null) return { kind: 'none', reason: `the index on ${table.name} has no name yet` };
  if (table.indexes.some((index) => index.name === need.index.name)) return { kind: 'none', reason: `${table.name} already has an index ${need.index.name}` };
  return { kind: 'placed', catalog, table, home: homeOf(catalog, table, homes) };
}

/** Null where models are pushed: their tool compares them with the database. */
function homeOf(catalog: Catalog, table: Table, homes: readonly MigrationHome[]): MigrationHome | null {
  const home = homeFor(homes, catalog, table);
  const mirrored = table.declarations.find((declaration) => !declaration.migration && migrationTools.some((tool) => tool.mirrors === declaration.adapter));
  const fits = home !== null && (mirrored === undefined || toolOf(home).mirrors === mirrored.adapter || table.declarations.some((declaration) => declaration.migration));
  return mirrored !== undefined && !fits ? null : (home ?? pairHome(catalog.root));
}

/** As `Placed`; without a home, `reason` says why no migration is needed. */
type PlacedRemoval = Extract<Placed, { readonly kind: 'none' }> | (Extract<Placed, { readonly kind: 'placed' }> & { readonly reason: string });

function placeRemoval(removal: Removal, input: PlanInput, homes: readonly MigrationHome[]): PlacedRemoval {
  const catalog = input.catalogs.find((candidate) => candidate.id === removal.database);
  const table = catalog?.tables.get(removal.index.table);
  if (catalog === undefined || table === undefined) return { kind: 'none', reason: `${removal.index.table} is in no known database` };
  const index = table.indexes.find((one) => one.kind === 'index' && one.name !== null && one.name === removal.index.name);
  if (index === undefined) return { kind: 'none', reason: `${table.name} has no index ${removal.index.name ?? ''}` };
  const migrated = index.origin === 'migration' || index.also?.origin === 'migration' || !table.declarations.some((declaration) => declaration.migration);
  if (!migrated) return { kind: 'placed', catalog, table, home: null, reason: `no migration has made ${removal.index.name ?? 'the index'} yet: taking it out of the model is enough` };
  const home = homeOf(catalog, table, homes);
  if (home !== null && toolOf(home).writes?.includes('drop') !== true) return { kind: 'none', reason: `${home.title}: dropping an index is not written yet` };
  return { kind: 'placed', catalog, table, home, reason: modelsAlone(table) === CREATED ? CREATED_OUT : PUSHED_OUT };
}

const PUSHED_OUT = `${NO_FOLDER}; where the schema is pushed (drizzle-kit push), taking the index out of the model is enough`;
const CREATED_OUT = `${NO_FOLDER}; create_all drops nothing: a database that has the index keeps it until it is dropped by hand`;

/** The file that now declares the index, when its models are those that the tool mirrors. */
function modelOf(added: Added, home: MigrationHome, draft: Draft, { writers }: PlanInput): SourceFile | null {
  if (added.kind === 'impossible' || added.declaration.adapter !== toolOf(home).mirrors) return null;
  const text = draft.text(added.declaration.path);
  return text === null ? null : writers.sources.read(added.declaration.path, text);
}

/** Writes one folder's migration into the draft; what cannot be written is skipped with the tool's reason. */
function writeGroup(group: Group, draft: Draft, now: Date, skipped: { readonly need: Need; readonly reason: string }[]): readonly PlannedFile[] {
  const result = toolOf(group.home).write({ home: group.home, view: draft, catalog: group.catalog, indexes: group.members.map((member) => member.index), now });
  const reason = result.kind === 'none' ? result.reason : draft.merge(result.edits) ? null : `a file of that name exists in ${group.home.folder}`;
  if (result.kind === 'none' || reason !== null) {
    for (const { need } of group.members) skipped.push({ need, reason: reason ?? '' });
    return [];
  }
  return result.files.map((file) => ({ path: file.path, part: 'migration' as const, title: group.home.title, what: file.what }));
}

function mergeByPath(files: readonly PlannedFile[]): readonly PlannedFile[] {
  const byPath = new Map<string, PlannedFile>();
  for (const file of files) {
    const known = byPath.get(file.path);
    byPath.set(file.path, known === undefined ? file : { ...known, title: known.title === file.title ? known.title : 'models', what: `${known.what}, ${file.what}` });
  }
  return [...byPath.values()];
}
