import type { Dialect } from '../../facts/dialect.ts';
import type { QueryFact, QueryFlag, Unread } from '../../facts/query.ts';
import type { SchemaOp } from '../../facts/schema.ts';
import { readSql } from '../../sql/index.ts';
import type { SqlFacts } from '../../sql/read.ts';
import type { AdapterInput } from '../adapter.ts';
import { hasHole } from './pieces.ts';
import type { Placed } from './replay.ts';
import type { Site } from './sites.ts';

export interface SiteFacts { readonly queries: readonly QueryFact[]; readonly unread: readonly Unread[]; readonly statements: readonly Placed[] }

/** The facts of one place. A statement that no dialect in question can read is `unread`, with what the likeliest parser said. */
export function factsOf(site: Site, input: AdapterInput): SiteFacts {
  const dialects = dialectsFor(site, input.dialect);
  const read = bestOf(dialects.map((dialect) => () => readSql(site.text, dialect, input.sql)));
  const flags = flagsOf(site);
  const enclosing = input.outline.enclosing(site.span.start);
  const queries = read.queries.map(({ query, span, partly, routine }): QueryFact => ({
    adapter: 'sql-drivers', query, span: read.queries.length === 1 ? site.span : span, enclosing, dialect: site.driver?.dialect ?? null,
    confidence: partly || hasHole(site.text, (hole) => hole.kind === 'table') ? 'medium' : 'high', ...(site.one ? { one: true } : {}), flags, ...(routine && { routine }),
  }));
  return { queries, statements: read.statements.filter(({ operation }) => isCertain(site, operation)).map((statement) => ({ statement, enclosing })), unread: read.unread.flatMap(({ reason }) => (site.byShape === true && !reason.includes('run time') ? [] : [{ span: site.span, reason }])) };
}

/** Words that no parser takes (`command.execute('create table')`) are DDL only where a database is known to be given them. */
const isCertain = ({ driver, byShape }: Site, operation: SchemaOp): boolean => operation.op !== 'unreadable' || operation.table !== null || (driver !== null && byShape !== true);

/** The driver's, else the workspace's and then the others, likeliest first. */
function dialectsFor(site: Site, workspace: Dialect | null): Dialect[] {
  const known = site.driver?.dialect ?? null;
  if (known !== null) return [known];
  return workspace === null ? ['postgresql', 'sqlite', 'mysql'] : [workspace, workspace === 'postgresql' ? 'sqlite' : 'postgresql'];
}

/** The first that leaves nothing unread, else the one that leaves least. */
function bestOf(attempts: readonly (() => SqlFacts)[]): SqlFacts {
  let best: SqlFacts | null = null;
  for (const attempt of attempts) {
    const facts = attempt();
    if (facts.unread.length === 0) return facts;
    if (best === null || facts.unread.length < best.unread.length) best = facts;
  }
  return best ?? { queries: [], statements: [], unread: [], problems: [] };
}

function flagsOf(site: Site): QueryFlag[] {
  const flags: QueryFlag[] = [];
  if (hasHole(site.text, (hole) => hole.kind === 'fragment' && hole.optional)) flags.push('optional-predicates');
  if (hasHole(site.text, (hole) => hole.kind === 'unknown' || hole.kind === 'table')) flags.push('dynamic-identifier');
  if (site.built) flags.push('string-built');
  if (site.prepared) flags.push('prepared');
  if (site.driver?.embedded === true) flags.push('embedded');
  return flags;
}
