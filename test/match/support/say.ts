import type { AccessPath } from '../../../server/src/facts/access.ts';

/** A path in one line: table, role, driver, verdicts, serving indexes, proposed keys. */
export function say(p: AccessPath): string {
  const proposal = p.proposal === null ? '' : ` -> (${p.proposal.index.keys.map((k) => `${k.expr.kind === 'column' ? k.expr.column : `{${k.expr.kind}}`}${k.direction === 'desc' ? ' desc' : ''}${k.nulls === 'default' ? '' : ` nulls ${k.nulls}`}${k.opclass === undefined ? '' : ` ${k.opclass}`}${k.collation === undefined ? '' : ` collate ${k.collation}`}`).join(', ')})${p.proposal.index.where === null ? '' : ' where'}${p.proposal.together === undefined ? '' : ` +${p.proposal.together.length}`}`;
  return `${p.table} ${p.role} ${p.driver} ${p.filter}/${p.sort}${p.serving.length === 0 ? '' : ` by ${p.serving.map((i) => i.name ?? i.kind).join(', ')}`}${proposal}`;
}
