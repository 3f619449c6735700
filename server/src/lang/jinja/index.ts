import type { ExportFact, ImportFact } from '../../facts/file.ts';
import type { FileFlow, FlowExpr, FlowFunction, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { basename } from '../../text/path.ts';
import { type Macro, pageName, stepsOfPage } from './steps.ts';
import { marksOf } from './tokens.ts';
import { namesIn } from './names.ts';

/** Longer pages were made by programs. UTF-16 units. */
const LONGEST = 500_000;
/** What pages have without being handed it. */
const GIVEN: ReadonlySet<string> = new Set(['loop', 'self', 'super', 'caller', 'range', 'dict', 'lipsum', 'cycler', 'joiner', 'namespace', 'varargs', 'kwargs', 'url_for', 'get_flashed_messages', '_', 'gettext', 'ngettext', 'csrf_token', 'config', 'request', 'session', 'g', 'each']);

/** A page of Jinja as code: a function of the names that it is handed, with its macros as functions beside it. Never throws; what is not understood is unknown. */
export function readPage(path: string, text: string): { readonly flow: FileFlow; readonly imports: readonly ImportFact[]; readonly exports: readonly ExportFact[] } {
  const { steps, macros, imports } = stepsOfPage(text, text.length > LONGEST ? [] : marksOf(text));
  const own = new Set([...macros.map(({ name }) => name), ...imports.map(({ local }) => local), ...GIVEN]);
  const { free, bound } = namesIn(steps);
  const params = [...free].filter((name) => !own.has(name) && !name.includes(':'));
  const handed = [...new Set([...params, ...bound])];
  const at = [0, text.length] as const;
  const page: FlowUnit = { name: basename(path), span: { start: 0, end: text.length }, nameSpan: null, fn: functionOf(params, steps.map((step) => withContext(step, handed)), at) };
  return {
    flow: { units: [page, ...macros.map(macroUnit)], classes: [] },
    imports: imports.map(({ local, page: module, name }) => ({ local, module, imported: name })),
    exports: macros.map(({ name }) => ({ name, local: [name] })),
  };
}

const functionOf = (params: readonly string[], body: readonly FlowStep[], at: FlowFunction['at']): FlowFunction =>
  ({ params: params.map((name) => ({ target: { t: 'name', name }, type: null, value: null, rest: null })), body, flags: [], decorators: [], returns: null, at });

/** All offsets are the page's own: a macro's function begins where the page does. */
const macroUnit = ({ name, params, body, at: [, end] }: Macro): FlowUnit => ({ name, span: { start: 0, end }, nameSpan: null, fn: functionOf(params, body.map((step) => withContext(step, params)), [0, end]) });

/** A page that is included has the names of the one around it. */
function withContext(step: FlowStep, names: readonly string[]): FlowStep {
  const inner = (steps: readonly FlowStep[]): readonly FlowStep[] => steps.map((one) => withContext(one, names));
  switch (step.s) {
    case 'do': return step.value.e === 'call' && step.value.of.e === 'name' && step.value.of.name.startsWith(pageName('')) ? { ...step, value: { ...step.value, keywords: names.map((name) => ({ name, value: nameAt(name, step.at) })) } } : step;
    case 'if': return { ...step, yes: inner(step.yes), no: inner(step.no) };
    case 'loop': return { ...step, body: inner(step.body), otherwise: inner(step.otherwise) };
    default: return step;
  }
}

const nameAt = (name: string, at: FlowFunction['at']): FlowExpr => ({ e: 'name', name, at });
