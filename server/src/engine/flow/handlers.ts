import type { FileFacts } from '../../facts/file.ts';
import type { FlowCall, FlowExpr, FlowFunction, FlowUnit } from '../../facts/flow.ts';
import type { Code } from '../../link/flow/code.ts';
import { indexOf, isStatement } from '../../link/flow/code-index.ts';
import type { UnitRef } from '../../link/flow/summary.ts';
import { languageOf } from '../../text/language.ts';
import { basename } from '../../text/path.ts';

/** Decorators and methods of routers that make a function answer requests: `@router.get(…)`, `@app.route(…)`, `@Post()`, `app.post('/x', …)`. */
const ROUTES = /^(get|post|put|patch|delete|head|options|route|api_route|websocket|view|action|api_view|query|mutation|subscription|all|expose)$/i;
/** Parameters by whose type a function answers requests. */
const REQUESTS = /\b(Request|NextRequest|FastifyRequest|IncomingMessage|HttpRequest|WebSocket|APIGatewayProxyEvent|NextApiRequest)\b/;
/** Classes whose methods of these names answer requests. */
const VIEWS = /(View|MethodView|Resource|APIView|HTTPEndpoint|RequestHandler|Controller)$/;
const VERBS = /^(get|post|put|patch|delete|head|options)$/i;
/** Files in which exported functions of certain names answer requests. */
const ROUTE_FILE = /^(route|\+server|\+page\.server|\+layout\.server)\.[jt]sx?$/;

/** Whether a function answers requests: by its decorators, its parameters, its class, the file it stands in, or because it is registered with a router. */
export function isHandler(ref: UnitRef, unit: FlowUnit, facts: FileFacts, registered: ReadonlySet<string>): boolean {
  const { fn, name } = unit;
  if (fn.decorators.some(isRoute) || fn.params.some(({ type }) => type !== null && REQUESTS.test(type))) return true;
  if (registered.has(unitName(ref)) || takesRequest(fn)) return true;
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (ROUTE_FILE.test(basename(facts.path))) return VERBS.test(last) || /^(load|actions.*)$/.test(name);
  if (isStatement(unit)) return fn.body.some((step) => (step.s === 'do' || step.s === 'return' || step.s === 'let') && step.value !== null && registers(step.value) !== null);
  const owner = facts.flow?.classes.find((one) => name === `${one.name}.${last}`);
  return VERBS.test(last) && owner !== undefined && (VIEWS.test(owner.name) || owner.bases.some((base) => VIEWS.test(base.at(-1) ?? '')));
}

/** `(req, res)` of Express and its kind. */
function takesRequest({ params }: FlowFunction): boolean {
  const names = params.map(({ target }) => (target.t === 'name' ? target.name : ''));
  return /^_?req(uest)?$/.test(names[0] ?? '') && /^(res(ponse)?|reply|h)$/.test(names[1] ?? '');
}

const nameOf = (expr: FlowExpr): string => (expr.e === 'call' ? nameOf(expr.of) : expr.e === 'attr' || expr.e === 'name' ? expr.name : '');

const isRoute = (expr: FlowExpr): boolean => ROUTES.test(nameOf(expr)) && (expr.e === 'call' || expr.e === 'attr');

/** The call that registers functions with a router: `router.get('/x', list)`, however it is chained. */
function registers(expr: FlowExpr): FlowCall | null {
  const call = expr.e === 'await' ? expr.of : expr;
  if (call.e !== 'call') return null;
  const [path] = call.args;
  if (call.of.e === 'attr' && ROUTES.test(call.of.name) && path?.e === 'literal' && typeof path.value === 'string' && /^$|^[/*]/.test(path.value)) return call;
  return call.of.e === 'attr' ? registers(call.of.of) : null;
}

const unitName = ({ file, unit }: UnitRef): string => `${file}\n${unit}`;

const perFile = new WeakMap<FileFacts, readonly (readonly string[])[]>();

/** Functions that the files of a workspace hand to routers, wherever they are declared. */
export function registeredHandlers(files: Iterable<FileFacts>, code: Code): ReadonlySet<string> {
  const found = new Set<string>();
  for (const facts of files) {
    if (facts.flow === undefined || languageOf(facts.path) === 'python') continue;
    const paths = perFile.get(facts) ?? handedOver(facts);
    perFile.set(facts, paths);
    for (const path of paths) { const meaning = code.meaning(facts.path, path); if (meaning?.m === 'unit') found.add(unitName(meaning.ref)); }
  }
  return found;
}

/** The names that a file's own statements and functions hand to routers. */
function handedOver(facts: FileFacts): readonly (readonly string[])[] {
  return indexOf(facts).units.flatMap(({ unit: { fn } }) => fn.body.flatMap((step) => {
    if (step.s !== 'do') return [];
    const paths: string[][] = [];
    for (let call = registers(step.value); call !== null; call = call.of.e === 'attr' ? registers(call.of.of) : null) for (const arg of call.args.slice(1)) { const path = pathOf(arg); if (path !== null) paths.push(path); }
    return paths;
  }));
}

function pathOf(expr: FlowExpr): string[] | null {
  if (expr.e === 'name') return [expr.name];
  const above = expr.e === 'attr' ? pathOf(expr.of) : null;
  return above === null || expr.e !== 'attr' ? null : [...above, expr.name];
}
