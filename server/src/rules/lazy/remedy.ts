import type { ModelRef } from '../../link/flow/summary.ts';
import type { FlowContext } from '../rule.ts';
import type { LazyRead } from './reads.ts';

/** The loader that loads the relation with the rows, and where the query stands that it belongs to: `add .options(selectinload(Post.comments)) to the query in list_posts (app/posts.py)`. */
export function loaderAdvice(read: LazyRead, context: FlowContext): string {
  const loader = loaderText(read, context);
  return `${loader === null ? `load ${read.path} with the rows, by .options(…) of` : `add .options(${loader}) to`} ${queryText(read, context)}`;
}

/** Where the rows' query stands, as a person would say it. */
export function queryText({ sent, fact }: LazyRead, context: FlowContext): string {
  const where = sent.place.path === context.path ? '' : ` (${sent.place.path})`;
  return fact.enclosing === '' ? `the query that reads the rows${where}` : `the query in ${fact.enclosing}${where}`;
}

/** `selectinload(Post.comments).joinedload(Comment.author)`: what is loaded already keeps its way. Null where a model on the way has no name here. */
export function loaderText({ path, fact, what, seen }: LazyRead, context: FlowContext): string | null {
  const parts = path.split('.');
  const links: string[] = [];
  let model: ModelRef | null = parts.length === 1 ? what.model : startOf(fact.entity?.at(-1), what.model.file);
  for (const [at, relation] of parts.entries()) {
    const isLast = at === parts.length - 1;
    const owner: string | undefined = isLast ? what.model.symbol : model?.symbol;
    const here = isLast ? seen : model === null ? null : context.relationOf(model, relation);
    if (owner === undefined) return null;
    const known = fact.loads?.find((one) => one.path === parts.slice(0, at + 1).join('.') && one.how !== 'access' && one.how !== 'forbid')?.how;
    links.push(`${known === 'join' || (known === undefined && here?.entry.cardinality === 'one') ? 'joinedload' : 'selectinload'}(${owner}.${relation})`);
    model = declared(here?.target?.declarations.find(({ symbol, migration }) => symbol !== null && !migration));
  }
  return links.join('.');
}

const startOf = (symbol: string | undefined, file: string): ModelRef | null => (symbol === undefined ? null : { file, symbol });

const declared = (place: { readonly path: string; readonly symbol: string | null } | undefined): ModelRef | null => (place === undefined || place.symbol === null ? null : { file: place.path, symbol: place.symbol });
