import type { ConditionInput } from '../adapters/adapter.ts';
import type { AccessPath, Condition } from '../facts/access.ts';
import type { Catalog, Table } from '../facts/catalog.ts';
import type { Site } from '../facts/finding.ts';
import type { BoundQuery, QueryFact } from '../facts/query.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { flat } from '../match/normal.ts';
import { conditionSpan } from '../rules/access.ts';
import { type Rewrite, rewriteOf } from '../rules/rewrite/index.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import type { TextEdit } from '../text/span.ts';
import type { Writers } from './add-index.ts';
import type { Fix } from './fix.ts';
import { BARE, newCondition, sqlAround, usesOf, valueSpan, whereWritten } from './sql-condition.ts';

/** The query that a site is about, as it was judged. */
export interface AskedQuery { readonly fact: QueryFact; readonly whole: BoundQuery; readonly access: AccessPath }

export interface RewriteInput { readonly site: Site; readonly catalog: Catalog; readonly table: Table; readonly writers: Writers; readonly view: WorkspaceView; readonly asked?: AskedQuery | null }

/** The condition said so that an index on its column serves it. Safe where the two ask for the same rows in every case and all was read. */
export function rewriteFixes({ site, catalog, table, writers, view, asked }: RewriteInput): readonly Fix[] {
  const text = view.text(site.path);
  if (asked === undefined || asked === null || text === null || !rewriting.has(site.rule)) return [];
  const { access, fact } = asked;
  for (const condition of access.conditions.filter((c) => isAt(c, asked, site) && isWritten(c, asked))) {
    const rewrite = rewriteOf(condition.expr, { source: access.source, table, dialect: catalog.dialect });
    const made = rewrite === null ? null : writeAt(condition, rewrite, { path: site.path, text, adapter: fact.adapter, dialect: catalog.dialect, writers });
    if (rewrite === null || made === null) continue;
    const caution = rewrite.caution ?? made.caution;
    const isSure = caution === null && site.confidence !== 'low' && table.confidence !== 'low';
    return [{
      id: 'rewrite-condition', title: titleOf(rewrite, made.shown, caution), applicability: isSure ? 'safe' : 'review', preferred: isSure,
      edits: () => ({ changes: [{ path: site.path, edits: made.edits }], creates: [] }),
    }];
  }
  return [];
}

/** The rules that are about how a condition is said. */
const rewriting: ReadonlySet<string> = new Set(['non-sargable-predicate', 'implicit-cast']);

function isAt(condition: Condition, { access, fact }: AskedQuery, { span }: Site): boolean {
  const at = conditionSpan(condition, access, fact.span);
  return at.start === span.start && at.end === span.end;
}

/** Whether the condition stands as it is, joined by AND, in a query of this very statement: not turned round, in an OR, or in a view's own text. */
const isWritten = ({ expr }: Condition, { access, whole }: AskedQuery): boolean => queriesIn(whole).some((query) => isSameQuery(query, access.query)) && conjunctsIn(access.query).some((written) => isSame(written, expr));

const isSameQuery = (a: BoundQuery, b: BoundQuery): boolean => a === b || (a.op === b.op && a.span.start === b.span.start && a.span.end === b.span.end);

function isSame(a: Expr<BoundColumn>, b: Expr<BoundColumn>): boolean {
  if (a === b) return true;
  return a.kind === b.kind && a.span.start === b.span.start && a.span.end === b.span.end && (a.kind !== 'compare' || b.kind !== 'compare' || a.op === b.op);
}

const conjunctsIn = (query: BoundQuery): readonly Expr<BoundColumn>[] => [query.where, ...query.sources.map((s) => s.on)].flatMap((expr) => (expr === null ? [] : flat('and', expr)));

/** The statement and the queries in it that stand where a table or a UNION arm stands, or in a condition. */
function queriesIn(query: BoundQuery): readonly BoundQuery[] {
  const derived = query.sources.flatMap((s) => (s.relation.kind === 'subquery' ? [s.relation.query] : []));
  const asked = conjunctsIn(query).flatMap((expr) => (expr.kind === 'subquery' ? [expr.query] : []));
  return [query, ...[...derived, ...asked, ...query.ctes.map((c) => c.query), ...query.setOps.map((s) => s.query)].flatMap(queriesIn)];
}

interface Target { readonly path: string; readonly text: string; readonly adapter: string; readonly dialect: Catalog['dialect']; readonly writers: Writers }
interface Made { readonly edits: readonly TextEdit[]; readonly shown: string; readonly caution: string | null }

/** Inside SQL the new SQL takes the old one's place; a condition made of calls is written by the ORM that has them. */
function writeAt(condition: Condition, rewrite: Rewrite, { path, text, adapter, dialect, writers }: Target): Made | null {
  const source = writers.sources.read(path, text);
  if (source === null) return null;
  const { outline, document } = source;
  const around = outline === null ? BARE : sqlAround(outline, text, condition.span);
  const uses = usesOf(rewrite, text);
  if (uses === 'positional') return null;
  const caution = uses === 'computed' ? 'the value is computed twice' : null;
  if (around !== null) {
    const shown = newCondition(rewrite, text, around);
    return { edits: [{ span: whereWritten(condition.span, around.holes), newText: shown }], shown, caution };
  }
  const write = writers.adapters.get(adapter)?.writeCondition;
  if (write === undefined || outline === null) return null;
  const plain: ConditionInput['rewrite'] = { column: valueSpan(rewrite.column.span, outline), tests: rewrite.tests.map((t) => ({ op: t.op, value: t.value.map((piece) => (typeof piece === 'string' ? piece : valueSpan(piece.span, outline))) })), orNull: rewrite.orNull };
  const edits = write({ document, outline, span: condition.span, rewrite: plain, dialect });
  return edits === null ? null : { edits, shown: edits.find((edit) => edit.span.start === condition.span.start)?.newText ?? '', caution };
}

/** Longer titles are cut: in UTF-16 units. */
const LONGEST = 90;

function titleOf(rewrite: Rewrite, shown: string, caution: string | null): string {
  const flat = shown.replace(/\s+/g, ' ');
  const act = rewrite.act.slice(0, 1).toUpperCase() + rewrite.act.slice(1);
  return `${act}: ${flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat}${caution === null ? '' : ` (look first: ${caution})`}`;
}
