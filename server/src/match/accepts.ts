import type { RejectReason } from '../facts/access.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { PreparedKey } from './prepared.ts';
import type { Term } from './term.ts';

/** Whether a key takes a term; `fully` when nothing of it is left to check on the rows. */
export type Acceptance = { readonly ok: true; readonly fully: boolean } | { readonly ok: false; readonly reason: RejectReason };

const YES: Acceptance = { ok: true, fully: true };
const PARTLY: Acceptance = { ok: true, fully: false };
const no = (reason: RejectReason): Acceptance => ({ ok: false, reason });

/** Whether an index of this method takes a term on a key with the same canonical text. Facts 9, 10, 17, 24, 26, 27 and the manuals' operator classes. */
export function accepts(key: PreparedKey, term: Term, method: string, dialect: Dialect): Acceptance {
  if (term.blocked !== null) return no(term.blocked === 'type' || term.blocked === 'volatile' ? 'type-mismatch' : 'expression-mismatch');
  switch (method) {
    case 'btree': return btree(key, term, dialect);
    case 'hash': return term.form === 'equality' || term.form === 'in' ? collated(key, term, YES) : no('method');
    case 'gin': return gin(key, term);
    case 'gist': case 'spgist': return gist(key, term);
    case 'brin': return term.form === 'pattern' || term.form === 'special' ? no('method') : collated(key, term, YES);
    case 'fulltext': return term.form === 'special' && term.operator === 'match' ? YES : no('method');
    default: return no('method');
  }
}

const collated = (key: PreparedKey, term: Term, ok: Acceptance): Acceptance => (term.collation === '*' || term.collation === key.collation ? ok : no('collation'));

const isPatternClass = (opclass: string | null): boolean => opclass?.endsWith('_pattern_ops') === true;

function btree(key: PreparedKey, term: Term, dialect: Dialect): Acceptance {
  switch (term.form) {
    case 'is-null': case 'not-null': return YES;
    case 'equality': case 'in': return collated(key, term, YES);
    case 'lower': case 'upper': case 'between': case 'excluded': return isPatternClass(key.opclass) ? no('opclass') : collated(key, term, YES);
    case 'pattern': return dialect === 'postgresql' ? postgresPattern(key, term) : dialect === 'sqlite' ? sqlitePattern(key, term) : mysqlPattern(term);
    case 'special': return no('method');
  }
}

function postgresPattern(key: PreparedKey, term: Term): Acceptance {
  const { pattern } = term;
  if (pattern === undefined || pattern.shape === 'wildcard') return no('expression-mismatch');
  const suits = isPatternClass(key.opclass) || key.collation === 'c';
  if (pattern.op === 'ilike' || pattern.op === 'iregex') return pattern.letters ? no('opclass') : suits ? PARTLY : no('opclass');
  // Fact 10: a pattern without a wildcard is an equality to any index.
  if (pattern.shape === 'exact' && pattern.op === 'like') return YES;
  if (!suits) return no(key.opclass === null && key.collation !== 'default' ? 'collation' : 'opclass');
  return pattern.op === 'similar' ? PARTLY : pattern.whole || pattern.shape === 'unknown' ? YES : PARTLY;
}

function sqlitePattern(key: PreparedKey, term: Term): Acceptance {
  const { pattern } = term;
  if (pattern === undefined || pattern.shape === 'wildcard' || !pattern.simple || (pattern.op !== 'like' && pattern.op !== 'glob')) return no('expression-mismatch');
  if (term.side.column === null && term.side.wrapped !== null) return no('expression-mismatch');
  if (key.collation !== (pattern.op === 'glob' ? 'binary' : 'nocase')) return no('collation');
  return pattern.whole && pattern.shape !== 'exact' ? YES : PARTLY;
}

function mysqlPattern(term: Term): Acceptance {
  const { pattern } = term;
  if (pattern === undefined || pattern.op !== 'like' || pattern.shape === 'wildcard') return no('expression-mismatch');
  return pattern.whole || pattern.shape === 'exact' ? YES : PARTLY;
}

const GIN_OPERATORS: ReadonlySet<string> = new Set(['@>', '<@', '&&', '@@', '@@@', '?', '?|', '?&', '@?', '%', '<%', '%>']);

function gin(key: PreparedKey, term: Term): Acceptance {
  const trigram = key.opclass === 'gin_trgm_ops';
  if (term.form === 'pattern') return trigram && term.pattern?.trigram === true && term.pattern.op !== 'glob' ? YES : no('method');
  if (trigram) return term.form === 'equality' || (term.form === 'special' && ['%', '<%', '%>'].includes(term.operator ?? '')) ? YES : no('method');
  // Arrays have equality, and so has every scalar in GIN: it could only be declared with btree_gin.
  if (term.form === 'equality') return ['jsonb', 'tsvector'].includes(term.side.column?.type ?? '') ? no('method') : YES;
  if (term.form !== 'special' || !GIN_OPERATORS.has(term.operator ?? '')) return no('method');
  if (key.opclass === 'jsonb_path_ops') return ['@>', '@?', '@@'].includes(term.operator ?? '') ? YES : no('opclass');
  return YES;
}

/** GiST and SP-GiST have too many operator classes to know: whatever is asked of their key is taken as served, save what plainly is not. */
function gist(key: PreparedKey, term: Term): Acceptance {
  if (term.form === 'pattern') return key.opclass === 'gist_trgm_ops' || (key.opclass === null && term.pattern?.shape === 'prefix') ? YES : no('method');
  return YES;
}
