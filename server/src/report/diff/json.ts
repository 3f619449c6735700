import type { BudgetChange } from './budgets.ts';
import type { Diff } from './compare.ts';
import { isTold, type QueryChange } from './queries.ts';
import type { SideBudget, SideFinding, SidePlace, SideQuery } from './side.ts';
import { type Compared, summaryOf } from './words.ts';

/** The public JSON of `sargable diff`, version 1 (docs/DIFF.md). Lines count from 1. */
export function diffJson(diff: Diff, compared: Compared, file: (path: string) => string): string {
  const at = <T extends SidePlace>({ file: path, line }: T) => ({ file: file(path), line });
  const query = (one: SideQuery | null) => (one === null ? null : { ...at(one), function: one.within, text: one.text, verdict: one.verdict, indexes: one.by, proposed: one.wants, rules: one.findings.map(({ rule }) => rule), fingerprints: one.findings.map(({ fingerprint }) => fingerprint) });
  const change = (one: QueryChange) => ({ table: one.table, before: query(one.before), after: query(one.after), edited: one.edited, because: one.because, told: isTold(one) });
  const finding = (one: SideFinding) => ({ ...at(one), ruleId: one.rule, severity: one.severity, message: one.message, advice: one.advice, table: one.table, fingerprint: one.fingerprint });
  const budget = (one: SideBudget) => ({ ...at(one), once: one.once, repeated: one.repeated, batched: one.batched, text: one.text, unserved: one.unserved, whole: one.whole });
  const endpoint = (one: BudgetChange) => ({ name: one.after.name, kind: one.after.kind, before: one.before === null ? null : budget(one.before), after: budget(one.after) });
  return JSON.stringify({
    version: 1, before: compared.before, after: compared.after, summary: summaryOf(diff),
    queries: { lost: diff.lost.map(change), gained: diff.gained.map(change), unserved: diff.unserved.map(change), gone: diff.removed.map(change), counts: diff.queries, read: diff.read, notUnderstood: diff.unread },
    loops: { added: diff.loops.added.map(finding), gone: diff.loops.gone.map(finding) },
    endpoints: { grown: diff.budgets.grown.map(endpoint), shrunk: diff.budgets.shrunk.map(endpoint), added: diff.budgets.added.map(endpoint), gone: diff.budgets.gone.map((one) => ({ name: one.name, kind: one.kind, before: budget(one) })) },
    indexes: diff.indexes.map(({ kind, index, from, touched, left }) => ({ kind, table: index.table, name: index.name, columns: index.keys, unique: index.unique, method: index.method, where: index.where, was: from?.name ?? null, ...(index.place === null ? {} : at(index.place)), queries: touched.map(at), unserved: left })),
    tables: { added: diff.tables.added.map(({ name, indexes }) => ({ name, indexes: indexes.length })), gone: diff.tables.gone.map(({ name, indexes }) => ({ name, indexes: indexes.length })) },
    findings: { added: diff.findings.added.map(finding), gone: diff.findings.gone.map(finding) },
  }, null, 2);
}
