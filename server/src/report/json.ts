import type { Finding, IndexSpec } from '../facts/finding.ts';
import { printExpr } from '../sql/print.ts';
import { verdictOf } from './against.ts';
import { type Against, type Fixed, notReadIn, type Report } from './report.ts';

/** The public JSON, version 1; docs/JSON.md and docs/report.schema.json say the same. */
export function jsonReport(report: Report): string {
  const { snapshot, places } = report;
  const stats = snapshot.stats();
  const unread = stats.unread.filter((u) => places.inScope(u.path)).map((u) => ({ file: places.file(u.path), line: places.range(u.path, u.span).start.line + 1, reason: u.reason }));
  const databases = snapshot.catalogs().map((c) => ({ name: c.name, dialect: c.dialect, origins: c.origins.map(places.file), tables: c.tables.size, indexes: [...c.tables.values()].reduce((sum, t) => sum + t.indexes.length, 0) }));
  return JSON.stringify({ version: 1, findings: report.findings.map((f) => findingJson(f, report)), ...(report.fixed === null ? {} : { fixes: fixesJson(report.fixed, report) }), ...againstJson(report), summary: { files: stats.files, queriesRead: stats.queriesRead, queriesUnread: unread, databases, notRead: notReadIn(report).map((tool) => ({ name: tool.title, file: places.file(tool.path) })) } }, null, 2);
}

function findingJson(finding: Finding, { places }: Report): object {
  const related = finding.related.map((r) => ({ role: r.role, file: places.file(r.path), range: places.range(r.path, r.span), message: r.message, ...(r.fingerprint === undefined ? {} : { fingerprint: r.fingerprint }) }));
  return {
    ruleId: finding.rule, severity: finding.severity, confidence: finding.confidence, message: finding.message, advice: finding.advice, file: places.file(finding.path), range: places.range(finding.path, finding.span),
    table: finding.table, columns: finding.columns, ...(finding.suggestion === null ? {} : { suggestion: suggestionJson(finding.suggestion) }), ...(related.length === 0 ? {} : { related }), fingerprint: finding.fingerprint,
  };
}

/** A key that is no plain column has its expression as name. Directions that every index has are left out. */
function suggestionJson(spec: IndexSpec): object {
  const columns = spec.keys.map((key) => ({
    name: key.expr.kind === 'column' ? key.expr.column : printExpr(key.expr, 'postgresql'), ...(key.direction === 'desc' ? { direction: 'desc' } : {}), ...(key.nulls === 'default' ? {} : { nulls: key.nulls }),
    ...(key.opclass === undefined ? {} : { opclass: key.opclass }), ...(key.collation === undefined ? {} : { collation: key.collation }),
  }));
  return { table: spec.table, ...(spec.name === null ? {} : { name: spec.name }), columns, unique: spec.unique, where: spec.where === null ? null : printExpr(spec.where, 'postgresql'), method: spec.method, ...(spec.include.length === 0 ? {} : { include: spec.include }) };
}

/** `baseline` and `since`, as far as findings were compared with them. */
function againstJson(report: Report): object {
  const of = ({ name, known, gone, changed }: Against, key: string): object => ({
    [key]: name, verdict: verdictOf(report), known, gone: gone.map((entry) => ({ ruleId: entry.rule, table: entry.table, columns: entry.columns, within: entry.in, file: report.places.file(entry.file) })), changed,
  });
  return Object.fromEntries(report.against.map((one) => (one.kind === 'baseline' ? ['baseline', of(one, 'file')] : ['since', of(one, 'commit')])));
}

const fixesJson = (fixed: Fixed, { places }: Report): object => ({
  applied: fixed.applied.map(({ rule, title, fingerprint, paths }) => ({ ruleId: rule, title, files: paths.map(places.file), fingerprint })),
  left: fixed.left.map(({ finding, title, why }) => ({ ruleId: finding.rule, title, why, fingerprint: finding.fingerprint })),
  refused: fixed.refused.map(({ path, reason }) => ({ file: places.file(path), reason })),
});
