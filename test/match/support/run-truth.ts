import { disagreement, judge, type Judged, proposalKnown, readCases } from './truth.ts';

/** `node run-truth.ts CASES [--dialects=mariadb] [--verbose] [--confusion] [--proposals]`: agreement of the matcher and the rules with labelled cases. */
const [file, ...flags] = process.argv.slice(2);
if (file === undefined) throw new Error('a file of cases is needed');
const judged = readCases(file, flags.find((f) => f.startsWith('--dialects='))?.slice(11).split(',') ?? ['postgresql', 'sqlite', 'mariadb']).map(judge);
const counts = new Map<string, number>();
const count = (key: string): void => { counts.set(key, (counts.get(key) ?? 0) + 1); };
for (const j of judged) {
  count(`${j.case.filter} -> ${j.filter}`);
  const wrong = disagreement(j);
  if (wrong !== null) count(`! ${wrong} (${j.case.dialect})`);
  if (j.case.filter === 'not-served' && j.case.suggestions.length > 0) count(`fixable (${j.case.dialect})`);
  if (j.unread) count('! unread');
  const known = proposalKnown(j);
  if (j.case.filter === 'not-served' && known !== null) count(`proposal ${known ? 'known' : 'not known'}`);
}
const flagged = judged.filter((j) => j.rules.length > 0 && j.case.filter === 'not-served').length;
console.log([...counts].sort().map(([k, n]) => `${String(n).padStart(5)} ${k}`).join('\n'));
const alarms = judged.filter((j) => disagreement(j) === 'FALSE ALARM').length;
console.log(`precision ${((100 * flagged) / (flagged + alarms)).toFixed(1)} %`);
const show = (j: Judged, kind: string): void => {
  const paths = j.paths.map((p) => `${p.table}/${p.role}/${p.driver}: ${p.filter}, ${p.sort}; by ${p.serving.map((i) => i.name ?? i.kind)}; left ${p.conditions.filter((c) => !c.used).map((c) => `${c.form}${c.blockerKind === null ? '' : `!${c.blockerKind}`}`)}; proposal ${p.proposal === null ? '-' : p.proposal.index.keys.map((k) => (k.expr.kind === 'column' ? k.expr.column : '(expr)'))}${p.proposal?.index.where ? ' partial' : ''}`);
  console.log(`\n[${kind}] ${j.case.id} ${j.case.category}: truth ${j.case.filter}/${j.case.sort} ${j.case.note ?? ''}; said ${j.rules.join(' ') || '-'}\n  ${j.case.sql}\n  ${j.case.indexes.join(' ; ')}\n  ${paths.join('\n  ')}\n  plan ${j.case.plan_before.slice(0, 200)}; suggested ${j.case.suggestions.slice(0, 3).map((s) => s.indexes.map((i) => i.columns.map((c) => c.name ?? c.expression)).join('+')).join(' | ')}`);
};
if (flags.includes('--verbose')) for (const j of judged) {
  const kind = disagreement(j);
  if (kind !== null && (kind !== 'missed, no index helps')) show(j, kind);
}
if (flags.includes('--confusion')) for (const j of judged) if ((j.case.filter === 'served' && j.filter !== 'served') || (j.case.filter === 'partly' && !['partly', 'served'].includes(j.filter)) || (j.case.filter === 'not-served' && ['served', 'partly'].includes(j.filter))) show(j, 'confusion');
if (flags.includes('--proposals')) for (const j of judged) if (j.case.filter === 'not-served' && proposalKnown(j) === false) show(j, 'proposal');
