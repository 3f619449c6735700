import type { IndexMap, MapFinding, MapTable } from '../../facts/index-map.ts';
import type { Report } from '../report.ts';

/** The map as far as the report goes: findings that it has, and of the rest what lies in the files that were asked for. */
export function narrowed(map: IndexMap, { findings, places }: Report): IndexMap {
  const told = new Set(findings.flatMap((finding) => [finding.fingerprint, ...finding.sites.map((site) => site.fingerprint)]));
  const isTold = (finding: MapFinding): boolean => told.has(finding.fingerprint);
  const tables = map.tables.map((table): MapTable => {
    const queries = table.queries.filter((query) => places.inScope(query.place.path)).map((query) => ({ ...query, findings: query.findings.filter(isTold) }));
    const wanted = new Set(queries.flatMap((query) => (query.findings.length === 0 || query.wants === null ? [] : [query.wants])));
    const own = table.findings.filter(isTold);
    const indexes = table.indexes.filter((index) => index.standing !== 'proposed' || wanted.has(index.id) || own.length > 0);
    return { ...table, queries, indexes, loops: table.loops.filter(isTold), findings: own };
  }).filter((table) => table.queries.length + table.loops.length + table.findings.length > 0 || table.declared.length === 0 || table.declared.some((place) => places.inScope(place.path)));
  return { tables, elsewhere: { loops: map.elsewhere.loops.filter(isTold), findings: map.elsewhere.findings.filter(isTold) } };
}
