import type { FlowCall, FlowExpr, FlowFunction } from '../../facts/flow.ts';
import { pageName } from '../../lang/jinja/steps.ts';
import { isPage } from '../../text/language.ts';
import { basename } from '../../text/path.ts';
import { lastNameOf, textAt } from './code-expressions.ts';
import { mapCalls } from './code-map.ts';

/** What renders a page that is named by a text: Flask, Quart, Starlette and FastAPI, aiohttp, Jinja itself (`get_template(…).render`). */
const RENDERS: ReadonlySet<string> = new Set(['render_template', 'stream_template', 'TemplateResponse', 'render', 'render_async', 'render_string']);

/** A function whose calls that render a page are calls of that page, with what it is handed by name. */
export const rendering = (fn: FlowFunction): FlowFunction => mapCalls(fn, rendered);

function rendered(call: FlowCall): FlowCall | null {
  if (call.of.e !== 'name' && call.of.e !== 'attr') return null;
  const { name } = call.of;
  if (!RENDERS.has(name)) return null;
  const page = pageOf(call, name);
  if (page === null) return null;
  const given = [...call.args, ...call.keywords.filter((keyword) => keyword.name === 'context' || keyword.name === null).map(({ value }) => value)].flatMap((arg) => (arg.e === 'object' ? arg.entries.flatMap(({ key, value }) => (key === null || key === '' ? [] : [{ name: key, value }])) : []));
  const keywords = [...call.keywords.filter((keyword) => keyword.name !== null && keyword.name !== 'context' && keyword.name !== 'name'), ...given];
  return { e: 'call', of: { e: 'name', name: pageName(page), at: call.of.at }, args: [], keywords, isNew: false, at: call.at };
}

function pageOf({ of, args, keywords }: FlowCall, name: string): string | null {
  const template = name.startsWith('render') && of.e === 'attr' && of.of.e === 'call' && /^(?:get_template|get_or_select_template)$/.test(lastNameOf(of.of)) ? of.of.args[0] : undefined;
  const candidates: readonly (FlowExpr | undefined)[] = [template, args[0], args[1], keywords.find((keyword) => keyword.name === 'name' || keyword.name === 'template_name')?.value];
  const text = candidates.map(textAt).find((one) => one !== null && /\.\w+$/.test(one));
  return text ?? null;
}

/** Finds the page that a text names, for a file: the nearest of those whose path ends so, or null where several are equally near. */
export function pageFinder(paths: Iterable<string>): (from: string, page: string) => string | null {
  let index: ReadonlyMap<string, readonly string[]> | null = null;
  return (from, page) => {
    index ??= byName(paths);
    const tail = `/${page.replace(/^\.?\//, '')}`;
    const fitting = (index.get(basename(page)) ?? []).filter((path) => `/${path}`.endsWith(tail)).map((path) => ({ path, near: common(path, from) })).sort((a, b) => b.near - a.near || a.path.length - b.path.length);
    const [first, second] = fitting;
    return first === undefined || (second !== undefined && second.near === first.near && second.path.length === first.path.length) ? null : first.path;
  };
}

function byName(paths: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) if (isPage(path)) found.set(basename(path), [...(found.get(basename(path)) ?? []), path]);
  return found;
}

/** How many folders two paths have in common from the top. */
function common(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at;
}
