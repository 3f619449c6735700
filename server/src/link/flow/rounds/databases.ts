import type { FlowCall, FlowExpr } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { everyExpr, madeOf, targetNames, within } from './walk.ts';

/** What a connection, session or handle is asked to do; a row's relation (`user.posts.filter(…)`) has other words before it. */
const verbs = new Set(['execute', 'query', 'select', 'selectDistinct', 'insert', 'update', 'delete', 'prepare', 'exec', 'run', 'scalars', 'scalar', 'fetch', 'fetchrow', 'fetchval', 'fetch_all', 'fetch_one', 'cursor', 'transaction', 'begin', 'connect', 'unsafe', '$queryRaw', '$executeRaw', 'executemany', 'stream']);
const handles = /^(db|conn|connection|engine|shard|database|pool|datasource|data_source|dataSource|replica|sequelize|knex)\d*$|(_db|Db|_conn|Conn|_engine|Engine|_shard|Shard|_connection|Connection|_pool|Pool)$/;
const switches = /^(tenant_context|schema_context|switch_(db|tenant|schema)|use_(db|tenant|schema)|withTenant|runInTenant|runForTenant|with_tenant|override_tenant|set_current_tenant|bind_tenant)$/;

/** Whether each round asks another database: what is asked is the element itself or is opened for it, or the round switches to its tenant first. */
export function isAnotherDatabase(input: RoundsInput): boolean {
  const own = targetNames(input.target);
  if (own.length === 0) return false;
  const made = madeOf(own, input.body);
  return everyExpr([], input.body).some((e) => e.e === 'call' && (isAsked(e, made, input) || isHandedOn(e, made, input) || (switches.test(nameOf(e.of)) && e.args.some((arg) => rootOf(arg) !== null && made.has(rootOf(arg) ?? '')))));
}

/** `shard.execute(…)`, `conn.select()…`, `getDb(tenant).query(…)` around a query of the body. */
function isAsked(call: FlowCall, made: ReadonlySet<string>, { queries }: RoundsInput): boolean {
  if (call.of.e !== 'attr' || !queries.some((q) => within(call.at, q) || within(q, call.at))) return false;
  const receiver = call.of.of;
  if (receiver.e === 'name') return verbs.has(call.of.name) && made.has(receiver.name) && isHandle(receiver.name, call.of.name);
  if (receiver.e === 'attr' && receiver.of.e === 'name') return verbs.has(call.of.name) && made.has(receiver.of.name) && handles.test(receiver.name);
  return receiver.e === 'call' && verbs.has(call.of.name) && handles.test(nameOf(receiver.of).replace(/^(get|open|create|make|for|connect)_?/i, '').replace(/^./, (c) => c.toLowerCase())) && receiver.args.some((arg) => made.has(rootOf(arg) ?? ''));
}

/** A name says that it is a handle, or is asked for what only a handle gives. */
const isHandle = (name: string, verb: string): boolean => handles.test(name) || ['execute', 'scalars', 'scalar', 'prepare', 'exec', 'fetchrow', 'fetchval', 'cursor', 'selectDistinct', '$queryRaw', 'query'].includes(verb);

/** `load_users(shard)`: a handle of this round goes down to what queries. */
const isHandedOn = (call: FlowCall, made: ReadonlySet<string>, { queries }: RoundsInput): boolean =>
  queries.some((q) => within(q, call.at) || within(call.at, q)) && [...call.args, ...call.keywords.map((k) => k.value)].some((arg) => arg.e === 'name' && made.has(arg.name) && handles.test(arg.name));

const nameOf = (expr: FlowExpr): string => (expr.e === 'name' || expr.e === 'attr' ? expr.name : '');

function rootOf(expr: FlowExpr): string | null {
  if (expr.e === 'name') return expr.name;
  return expr.e === 'attr' || expr.e === 'index' || expr.e === 'await' ? rootOf(expr.of) : null;
}

const tableKeys = /^(collection|collectionSlug|collectionName|table|tableName|table_name|model|modelName|entity|schema|relationTo|slug)$/;
const tableTakers = new Set(['from', 'select', 'into', 'aliased', 'select_from', 'insertInto', 'deleteFrom', 'selectFrom', 'updateTable']);
/** These take a table only where the statement goes on (`.delete(posts).where(…)`); else a row, a key or a text. */
const beginsWithTable = new Set(['insert', 'update', 'delete', 'query']);

/** Whether each round asks another table (`for model in models: session.query(model)`, a collection named by the element): no one query reads them all. */
export function isAnotherTable(input: RoundsInput): boolean {
  const own = targetNames(input.target);
  if (own.length === 0 || input.queries.length === 0) return false;
  const made = madeOf(own, input.body);
  const inQueries = everyExpr([], input.body).filter((e) => input.queries.some((q) => within(e.at, q)));
  return inQueries.some((e) => namesTable(e, made));
}

function namesTable(e: FlowExpr, made: ReadonlySet<string>): boolean {
  if (e.e === 'object') return e.entries.some((entry) => entry.key !== null && tableKeys.test(entry.key) && made.has(rootOf(entry.value) ?? ''));
  if (e.e === 'attr') return (e.name === 'query' && e.of.e === 'name' && made.has(e.of.name)) || (e.of.e === 'call' && beginsWithTable.has(nameOf(e.of.of)) && takesIt(e.of, made));
  if (e.e !== 'call') return false;
  return e.keywords.some((k) => k.name !== null && tableKeys.test(k.name) && k.name !== 'schema' && made.has(rootOf(k.value) ?? '')) || (tableTakers.has(nameOf(e.of)) && takesIt(e, made));
}

const takesIt = ({ args: [first, ...others] }: FlowCall, made: ReadonlySet<string>): boolean => first?.e === 'name' && others.length === 0 && made.has(first.name);
