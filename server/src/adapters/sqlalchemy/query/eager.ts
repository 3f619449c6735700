import type { HostExpr } from '../../../lang/expression.ts';
import { keywordOf, type Step } from './chain.ts';
import { type Draft, finish, startDraft, type SymbolicSource } from './draft.ts';
import { isTrue } from './literals.ts';
import { loaderLinks, optionsIn } from './loaders.ts';
import { meaningOf } from './names.ts';
import { relationSource } from './relations.ts';

const JOINED = 'joinedload';
const BATCHED: ReadonlySet<string> = new Set(['selectinload', 'subqueryload', 'immediateload']);

/** `options(joinedload(A.b).selectinload(B.cs))`: relations that are loaded with the rows, by a join or by a query of their own for all of them. */
export function readOptions(draft: Draft, step: Step): void {
  for (const option of optionsIn(draft.reading, step.args ?? [], step.env)) if (option !== null) loader(draft, option, step);
}

function loader(draft: Draft, option: HostExpr, { env }: Step): void {
  let batched = false;
  for (const link of loaderLinks(draft.reading, option, env)) {
    for (const relation of link.args) {
      const source = relation.kind === 'string' || relation.kind === 'array' ? null : relationSource(meaningOf(draft.reading, relation, env), relation.span);
      if (source === null) continue;
      // What hangs on rows of another query belongs to that one.
      if (link.name === JOINED && !batched) joinRelation(draft, source, isTrue(keywordOf(link.keywords, 'innerjoin')));
      else if (BATCHED.has(link.name)) { batch(draft, source); batched = true; }
    }
  }
}

function joinRelation(draft: Draft, source: SymbolicSource, inner: boolean): void {
  const alias = `${source.alias}~`;
  if (!draft.joined.some((one) => one.alias === alias)) draft.joined.push({ ...source, alias, join: inner ? 'inner' : 'left', origin: 'relation' });
}

/** `SELECT … FROM children WHERE children.parent_id IN (…)`, sent once for all rows. */
function batch(draft: Draft, source: SymbolicSource): void {
  if (source.relationPath === undefined) return;
  const own = startDraft(draft.reading, null, 'select');
  own.joined.push({ ...source, origin: 'relation' });
  own.output = [{ name: null, expr: 'all' }];
  draft.batches.push(finish(own, source.span));
}
