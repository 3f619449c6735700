import type { AdviceInput } from '../advice/input.ts';
import { settingsFor } from '../config/scope.ts';
import type { Settings } from '../config/settings.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Suppression } from '../facts/file.ts';
import { checkTable } from '../rules/run.ts';
import type { Verdict } from '../rules/rule.ts';
import { applySuppressions } from '../suppress/apply.ts';
import { lineIndex, positionAt } from '../text/lines.ts';
import type { CheckedFile } from './check.ts';
import type { Derived } from './project-files.ts';
import { isSmallTable } from './small-tables.ts';

/** A verdict at its place, before advice. `statement` is where the query around it starts, since an ignore may stand there. */
interface Placed { readonly rule: string; readonly input: AdviceInput; readonly catalog: Catalog; readonly statement: number }

/** All verdicts that are to be told, by catalog; and which suppressions did something. */
export interface Judged { readonly byCatalog: ReadonlyMap<Catalog, readonly AdviceInput[]>; readonly used: ReadonlySet<Suppression> }

export interface JudgeInput { readonly files: ReadonlyMap<string, CheckedFile>; readonly catalogs: readonly Catalog[]; readonly derived: Derived; readonly text: (path: string) => string | null }

/** Query rules and table rules together, with severities and silences of the configuration and of comments applied. */
export function judge(input: JudgeInput): Judged {
  const placed = [...fromQueries(input), ...fromTables(input)].flatMap((p) => configured(p, input.derived));
  const used = new Set<Suppression>();
  const byCatalog = new Map<Catalog, AdviceInput[]>();
  for (const [path, items] of byPath(placed)) {
    const suppressions = input.files.get(path)?.facts.suppressions ?? [];
    const text = suppressions.length === 0 ? null : input.text(path);
    const index = text === null ? null : lineIndex(text);
    const linesOf = (p: Placed): number[] => (index === null ? [] : [positionAt(index, p.input.verdict.span.start).line, positionAt(index, p.statement).line]);
    const result = applySuppressions(items, suppressions, linesOf);
    for (const suppression of result.used) used.add(suppression);
    for (const item of result.kept) byCatalog.set(item.catalog, [...(byCatalog.get(item.catalog) ?? []), item.input]);
  }
  return { byCatalog, used };
}

function* fromQueries({ files }: JudgeInput): Generator<Placed> {
  for (const file of files.values()) {
    for (const query of file.queries) {
      for (const said of query.said) {
        yield { rule: said.rule, catalog: query.bound.catalog, statement: query.fact.span.start, input: { path: file.path, rule: said.rule, verdict: said.verdict, table: said.table.key, access: said.path, query: query.bound.query, enclosing: query.fact.enclosing } };
      }
    }
  }
}

/** Tables of tests' own databases are nobody's concern. */
function* fromTables({ files, catalogs, derived }: JudgeInput): Generator<Placed> {
  const { paths, deleted } = pathsByTable(files);
  for (const catalog of catalogs) {
    if (catalog.quiet) continue;
    for (const table of catalog.tables.values()) {
      const home = table.declarations[0]?.path ?? '';
      const settings = settingsFor(home, derived.settings, derived.outer);
      const spoken = checkTable(table, { catalog, settings: { isSmall: (t) => isSmallTable(t, settings) }, paths: paths.get(catalog)?.get(table.key) ?? [], deletedFrom: deleted.get(catalog) ?? new Set() });
      for (const { rule, verdict } of spoken) yield { rule, catalog, statement: verdict.span.start, input: { path: verdict.path, rule, verdict, table: table.key, access: null, enclosing: '' } };
    }
  }
}

type Paths = NonNullable<AdviceInput['access']>[];

function pathsByTable(files: ReadonlyMap<string, CheckedFile>): { paths: Map<Catalog, Map<string, Paths>>; deleted: Map<Catalog, Set<string>> } {
  const paths = new Map<Catalog, Map<string, Paths>>();
  const deleted = new Map<Catalog, Set<string>>();
  for (const query of [...files.values()].flatMap((f) => f.queries)) {
    const catalog = query.bound.catalog;
    const tables = paths.get(catalog) ?? new Map<string, Paths>();
    paths.set(catalog, tables);
    for (const path of query.paths) tables.set(path.table, [...(tables.get(path.table) ?? []), path]);
    const target = query.bound.query.op === 'delete' ? query.bound.query.sources[0]?.relation : undefined;
    if (target?.kind === 'table') deleted.set(catalog, (deleted.get(catalog) ?? new Set()).add(target.table.table));
  }
  return { paths, deleted };
}

/** Off rules and ignored tables drop out; a configured severity replaces the rule's. */
function configured(placed: Placed, derived: Derived): Placed[] {
  const settings: Settings = settingsFor(placed.input.path, derived.settings, derived.outer);
  const ignored = settings.tableIgnores.get(placed.input.table)?.includes(placed.rule) === true;
  const level = settings.rules.get(placed.rule);
  if (ignored || level === 'off') return [];
  if (level === undefined) return [placed];
  const verdict: Verdict = { ...placed.input.verdict, severity: level };
  return [{ ...placed, input: { ...placed.input, verdict } }];
}

function byPath(placed: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const grouped = new Map<string, Placed[]>();
  for (const p of placed) {
    const list = grouped.get(p.input.path);
    if (list === undefined) grouped.set(p.input.path, [p]);
    else list.push(p);
  }
  return grouped;
}
