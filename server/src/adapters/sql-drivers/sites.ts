import type { CallHost, HostExpr, TemplateHost } from '../../lang/expression.ts';
import type { Span } from '../../text/span.ts';
import { alternatives } from './alternatives.ts';
import { callsIn, lastName, rootOf, propertyValue } from './chain.ts';
import { constantsOf } from './constants.ts';
import { type Driver, SQL_CONSTRUCTORS, SQL_METHODS, SURE_METHODS } from './drivers.ts';
import { asksOne, type Uses, usesOf } from './one-row.ts';
import { type Piece, preview, singlePercents, sqlTextOf } from './pieces.ts';
import type { SqlText } from '../../sql/read.ts';
import { looksLikeSql } from './shape.ts';
import { isForeign, isSqlTag } from './tags.ts';
import { isTagged, piecesOf, type Reading, taggedTemplate } from './texts.ts';
import { handedFirst, handedToWrapper } from './wrappers.ts';

/** A place where a statement is handed to a database. */
export interface Site {
  readonly span: Span;
  readonly text: SqlText;
  readonly driver: Driver | null;
  /** At most one row is asked for. */
  readonly one: boolean;
  readonly prepared: boolean;
  /** What is called with it; empty for a template. */
  readonly method: string;
  /** Only the text says that it is SQL: what it is handed to could be anything. */
  readonly byShape?: boolean;
  /** More than a literal was needed to put the text together. */
  readonly built: boolean;
}

/** A place that is a query for sure, of which the text cannot be seen. */
export interface BlindSite { readonly span: Span; readonly reason: string }

/** `constants`: whether statements stand in constants. */
export interface Sites { readonly read: readonly Site[]; readonly blind: readonly BlindSite[]; readonly constants: boolean }

/** All places of a file, in document order. `constants`: whether statements in constants that are run elsewhere are places too. Templates that became part of another statement are no places of their own. */
export function sitesOf(reading: Reading, constants: 'read' | 'left'): Sites {
  const gather: Gather = { reading, read: [], blind: [], templates: new Set(), uses: usesOf(reading) };
  for (const chain of reading.outline.calls) {
    const calls = callsIn(chain);
    for (const [index, call] of calls.entries()) callSite(gather, call, calls.slice(0, index).map((later) => lastName(later.callee)));
  }
  let end = -1;
  for (const template of reading.outline.templates) {
    if (gather.templates.has(template.span.start) || template.span.start < end) continue;
    if (templateSite(gather, template)) end = template.span.end;
  }
  const held = constants === 'read' ? constantsOf(reading) : { alone: [], any: false };
  for (const { expr, pieces } of held.alone) add(gather, pieces, { span: expr.span, driver: reading.receivers.only, one: false, prepared: false, built: true, method: '', byShape: true }, null);
  const handed = new Set(gather.read.flatMap((site) => (site.template === null && site.origin !== null ? [site.origin] : [])));
  const own = gather.read.filter((site) => site.template === null || !(reading.used.has(site.template) || (site.origin !== null && handed.has(site.origin))));
  return { read: own.map(({ site }) => site).sort((a, b) => a.span.start - b.span.start), blind: gather.blind, constants: held.any };
}

interface Gather {
  readonly reading: Reading;
  /** With the start of the template, for a site that is one by itself; `origin` is where its first text stands, which a mark and a call may share. */
  readonly read: { readonly site: Site; readonly template: number | null; readonly origin: number | null }[];
  readonly blind: BlindSite[];
  /** Templates that were dealt with as arguments. */
  readonly templates: Set<number>;
  readonly uses: Uses;
}

/** `later`: the names of the calls behind this one in its chain. */
function callSite(gather: Gather, call: CallHost, later: readonly string[]): void {
  const method = lastName(call.callee);
  const known = call.isNew ? SQL_CONSTRUCTORS.has(method) : SQL_METHODS.has(method) || isTextOf(gather.reading, call);
  if ((call.args.length === 0 && call.keywords === undefined) || isForeign(gather.reading, call.callee)) return;
  const arg = known ? handedFirst(gather.reading, call) : call.isNew ? null : handedToWrapper(gather.reading, call, method);
  if (arg === null) return;
  const driver = driverFor(gather.reading, call.callee);
  if (driver?.foreign === true) return;
  const byShape = !known;
  const handed = arg.kind === 'array' && /^(?:batch|multi)$/.test(method) ? arg.items : [arg];
  for (const item of handed) argumentSite(gather, { call, method, later, driver, byShape }, item, handed.length === 1 ? call.span : item.span);
}

/** SQLAlchemy's `text('SELECT …')` is the statement, whatever runs it. */
const isTextOf = (reading: Reading, call: CallHost): boolean => lastName(call.callee) === 'text' && reading.receivers.driverOf(call.callee)?.composed === true;

interface CallPlace { readonly call: CallHost; readonly method: string; readonly later: readonly string[]; readonly driver: Driver | null; readonly byShape: boolean }

const driverFor = (reading: Reading, callee: HostExpr): Driver | null => reading.receivers.driverOf(callee) ?? reading.receivers.only;

function argumentSite(gather: Gather, place: CallPlace, arg: HostExpr, span: Span): void {
  const { reading } = gather;
  const config = arg.kind === 'object' ? arg.properties : null;
  const expr = config === null ? arg : propertyValue(config, 'text', 'sql');
  if (expr === null) return;
  if (isTagged(expr)) {
    // An ORM's own tag handed to it is no text of ours; nor is a tag that nothing tells about, handed to methods that ORMs have too.
    gather.templates.add(expr.span.start);
    if (!isSqlTag(reading, expr) || (reading.receivers.driverOf(expr.tag) === null && place.driver === null && /^(?:execute|all|get|run|values)$/.test(place.method) && isImported(reading, expr.tag))) return;
  }
  const prepared = /^prepare/.test(place.method) || place.call.isNew && place.method === 'PreparedStatement' || (config !== null && propertyValue(config, 'name') !== null);
  const texts = alternatives(reading, expr);
  for (const pieces of texts) add(gather, pieces, { span, driver: place.driver, one: asksOne(reading, gather.uses, place.call, place.later), prepared, built: pieces.length > 1 && !isTagged(expr), method: place.method, ...(place.byShape ? { byShape: true } : {}) }, null);
  if (texts.length === 0 && isBlind(reading, place) && SURE_METHODS.has(place.method) && mayBeText(expr)) gather.blind.push({ span, reason: 'the SQL is made elsewhere' });
}

/** Where objects are run too, what is no text is not missed. */
function isBlind(reading: Reading, place: CallPlace): boolean {
  const driver = reading.receivers.driverOf(place.call.callee);
  return driver !== null && driver.composed !== true;
}

const isImported = (reading: Reading, expr: HostExpr): boolean => {
  const root = rootOf(expr);
  return root !== null && reading.outline.resolve(root.name, root.at)?.kind === 'import';
};

const mayBeText = (expr: HostExpr): boolean => /^(?:identifier|member|call|binary|conditional)$/.test(expr.kind) && !(expr.kind === 'call' && expr.isNew);

function add(gather: Gather, pieces: readonly Piece[], site: Omit<Site, 'text'>, template: number | null): boolean {
  const text = sqlTextOf(site.driver?.percent === true ? pieces.flatMap(singlePercents) : pieces);
  if (!looksLikeSql(preview(text))) return false;
  gather.read.push({ site: { ...site, text }, template, origin: originOf(pieces) });
  return true;
}

function originOf(pieces: readonly Piece[]): number | null {
  const first = pieces.find((piece) => piece.kind === 'string');
  return first?.kind === 'string' ? first.string.inner.start : null;
}

/** A tagged template by itself, or one that a comment marks. */
function templateSite(gather: Gather, template: TemplateHost): boolean {
  const { reading } = gather;
  const { tag } = template;
  if (tag !== null && !isSqlTag(reading, template)) return false;
  const pieces = tag === null ? piecesOf(reading, template) : taggedTemplate(reading, template);
  const driver = tag === null ? reading.receivers.only : driverFor(reading, tag);
  // Drizzle's tag can come through a file of the project; where the file uses Drizzle and nothing tells the tag's driver, it is left to that.
  if (tag !== null && driver === null && isImported(reading, tag) && reading.outline.imports.some((fact) => /^drizzle-orm(?:\/|$)/.test(fact.module))) return false;
  return pieces !== null && add(gather, pieces, { span: template.span, driver, one: false, prepared: false, built: false, method: '' }, template.span.start);
}
