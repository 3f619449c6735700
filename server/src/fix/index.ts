import type { Catalog, Table } from '../facts/catalog.ts';
import type { Need, Site } from '../facts/finding.ts';
import { basename } from '../text/path.ts';
import type { WorkspaceEdits } from '../text/edits.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import { type Added, addIndex, type Writers } from './add-index.ts';
import { concurrentlyFixes } from './concurrently.ts';
import { startDraft } from './draft.ts';
import type { Applicability, Fix, MigrationOffer } from './fix.ts';
import { type AskedFlow, flowFixes } from './flow/index.ts';
import { ignoreInConfig, type Scope } from './ignore-config.ts';
import { ignoreLine } from './ignore-line.ts';
import { removalFixes } from './removal.ts';
import { type AskedQuery, rewriteFixes } from './rewrite.ts';

export interface FixInput {
  readonly site: Site;
  /** What the site needs, merged over the workspace and named: several where only all of them together serve; none when no index would help. */
  readonly needs: readonly Need[];
  readonly catalog: Catalog;
  readonly table: Table;
  readonly writers: Writers;
  readonly view: WorkspaceView;
  /** The migration for these needs alone, or the one that drops an index that can go; null where none can be written. Asked at most once, and only when there is one of these. */
  readonly migration: () => MigrationOffer | null;
  /** The query that the site is about; null for a schema's site. */
  readonly asked?: AskedQuery | null;
}

/** What can be done about a site, in the order it is shown: other words for the condition, the index, the index with its migration, then the ways to silence the rule. */
export function fixesFor(input: FixInput): readonly Fix[] {
  const { site: { surplus } } = input;
  return [...rewriteFixes(input), ...(surplus === undefined ? indexFixes(input) : removalFixes({ ...input, surplus })), ...concurrentlyFixes(input), ...ignoreFixes(input)];
}

/** What can be done about a site of a flow rule: `table` is null where it is told of none. */
export interface LoopFixInput extends Pick<FixInput, 'site' | 'writers' | 'view'> { readonly table: Table | null; /** What the rule spoke of; null where it is not at hand. */ readonly asked: AskedFlow | null }

export const loopFixesFor = (input: LoopFixInput): readonly Fix[] => [...(input.asked === null ? [] : flowFixes({ ...input, asked: input.asked })), ...ignoreFixes(input)];

function indexFixes(input: FixInput): readonly Fix[] {
  const { needs, table, view, catalog, writers } = input;
  const draft = startDraft(view);
  const steps = needs.map((need) => ({ name: need.index.name, added: addIndex(draft, writers, catalog, table, need.index) })).filter(({ added }) => added.kind !== 'present');
  const [first] = steps;
  if (first === undefined || steps.some(({ name }) => name === null)) return [];
  const title = `Add ${steps.length === 1 ? 'index' : 'indexes'} ${steps.map(({ name }) => name).join(' and ')} to ${table.name}`;
  const { added } = first;
  if (added.kind === 'impossible' || steps.some((step) => step.added.kind === 'impossible')) return migrationAlone(input, title, input.migration());
  const inModel: Fix = { id: 'add-index', title: `${title} in ${basename(added.declaration.path)}`, applicability: applicabilityOf(input), preferred: true, edits: () => draft.edits() };
  return [inModel, ...withMigration(input, steps.length, input.migration())];
}

/** An index is safe to add where the finding is sure; where a table or a query was read in part, someone has to look. */
const applicabilityOf = ({ site, table }: FixInput): Applicability => (site.confidence === 'low' || table.confidence === 'low' ? 'review' : 'safe');

/** A table known from migrations alone gets its index by the next one; an applied file is never edited. */
function migrationAlone(input: FixInput, title: string, offer: MigrationOffer | null): readonly Fix[] {
  if (offer === null) return [];
  return [{ id: 'add-index', title: `${title} in a new migration (${offer.path})`, applicability: applicabilityOf(input), preferred: true, migration: offer.path, edits: offer.edits }];
}

function withMigration(input: FixInput, indexes: number, offer: MigrationOffer | null): readonly Fix[] {
  if (offer === null) return [];
  return [{ id: 'add-index-and-migration', title: `Add the ${indexes === 1 ? 'index' : 'indexes'} and a migration (${offer.path})`, applicability: applicabilityOf(input), preferred: false, migration: offer.path, edits: offer.edits }];
}

function ignoreFixes(input: Pick<LoopFixInput, 'site' | 'table' | 'view' | 'writers'>): readonly Fix[] {
  const { site, table, view } = input;
  const inConfig = (id: string, where: string, scope: Scope): Fix => ({ id, title: `Ignore ${site.rule} ${where}`, applicability: 'safe', preferred: false, edits: () => ignoreInConfig(view, site.path, site.rule, scope) });
  const [column] = site.columns.length === 1 && table?.columns.some(({ name }) => name === site.columns[0]) === true ? site.columns : [];
  // Some runners compare an applied migration with the text they ran: not even a comment may be added there.
  const applied = table?.declarations.some((declaration) => declaration.migration && declaration.path === site.path) === true;
  return [
    ...(applied ? [] : [onLine(input)]),
    ...(table === null || column === undefined ? [] : [inConfig('ignore-column', `for ${table.name}.${column}`, { kind: 'column', table: table.key, column: column.toLowerCase() })]),
    ...(table === null ? [] : [inConfig('ignore-table', `for ${table.name}`, { kind: 'table', table: table.key })]),
    inConfig('ignore-project', 'in this project', { kind: 'project' }),
  ];
}

const onLine = (input: Pick<FixInput, 'site' | 'view' | 'writers'>): Fix => ({ id: 'ignore-line', title: `Ignore ${input.site.rule} on this line`, applicability: 'safe', preferred: false, edits: () => lineEdits(input) });

function lineEdits({ site, view, writers }: Pick<FixInput, 'site' | 'view' | 'writers'>): WorkspaceEdits | null {
  const text = view.text(site.path);
  const source = text === null ? null : writers.sources.read(site.path, text);
  const edits = source === null ? [] : ignoreLine(source.document, source.outline, site.span, site.rule);
  return edits.length === 0 ? null : { changes: [{ path: site.path, edits }], creates: [] };
}

export type { Added, AskedFlow, AskedQuery, MigrationOffer, Writers };
