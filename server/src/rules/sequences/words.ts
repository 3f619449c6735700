import type { Chain } from '../../link/flow/summary.ts';
import { tableName } from '../tables.ts';
import { listOf } from '../words/list.ts';
import type { Linked } from './chain.ts';

/** `This reads shots, then scenes by its scene_id, then projects by its project_id: 3 queries one after the other, where one can read all of them.` */
export function messageOf(linked: readonly Linked[], path: string): string {
  const steps = linked.map((link) => `${readText(link, path)}${link.by === null ? '' : ` by ${link.by} of that row`}`);
  return `This reads ${steps.join(', then ')}: ${linked.length} queries one after the other, where one can read ${linked.length === 2 ? 'both' : 'all of them'}.`;
}

/** `shots`, `a list of shots`, `deployments (findDeploymentById in services/deployment.ts)`. */
function readText({ table, event, many }: Linked, path: string): string {
  const helper = event.via.at(-1);
  const where = helper === undefined ? '' : ` (${helper.name}${helper.callee.file === path ? '' : ` in ${helper.callee.file}`})`;
  return `${many ? 'a list of ' : ''}${tableName(table)}${where}`;
}

/** What one statement would be. Where guards tell by their answers which row is missing, an outer join keeps them apart. */
export function adviceOf(linked: readonly Linked[], outcomes: Chain['outcomes']): string {
  const [first, ...others] = linked;
  const joined = listOf(others.map(({ table }) => tableName(table)));
  const helpers = linked.some(({ event }) => event.via.length > 0) ? ', by a function of its own' : '';
  const form = outcomes === 'different' ? `a LEFT JOIN of ${joined}, which still tells which of them is missing` : `a join of ${joined}`;
  const known = keyAtHand(linked);
  if (known !== null) return `${known}; or read ${first === undefined ? 'them' : tableName(first.table)} with ${form}${helpers}`;
  return `read ${first === undefined ? 'them' : tableName(first.table)} with ${form}${helpers}${relational(linked)}`;
}

/** A relation that is read for its key alone, which the row before has. */
function keyAtHand(linked: readonly Linked[]): string | null {
  const at = linked.findIndex((link, index) => link.sent === null && linked[index + 1]?.by === link.table.primaryKey[0] && link.table.primaryKey.length === 1);
  const [before, relation, next] = [linked[at - 1], linked[at], linked[at + 1]];
  if (before === undefined || relation?.by == null || next === undefined) return null;
  return `take ${relation.by} of ${tableName(before.table)} in place of ${next.by} of ${tableName(relation.table)}, which then need not be read`;
}

/** How statements are sent that are written as SQL. */
const writtenAsSql: ReadonlySet<string> = new Set(['sql', 'sql-drivers', 'home-made']);

/** What an ORM sends it can load along relations too. */
const relational = (linked: readonly Linked[]): string => (linked.every(({ sent }) => sent === null || (sent.fact !== null && !writtenAsSql.has(sent.fact.adapter))) ? ', or load them along their relations in one query' : '');
