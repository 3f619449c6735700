import type { Dialect } from '../../facts/dialect.ts';
import type { Casing, ModelFact } from '../../facts/schema.ts';
import type { HostExpr } from '../../lang/expression.ts';
import type { Outline } from '../../lang/outline.ts';
import type { Document } from '../../text/span.ts';
import { constantString, follow, objectOf } from './constants.ts';
import { propertyOf } from './literals.ts';
import { bareNames, functionName, type Names } from './names/names.ts';
import type { Reading } from './reading.ts';

type ProjectFact = Extract<ModelFact, { kind: 'project' }>;

type StatedCasing = ProjectFact['casing'];

/** What drizzle-kit's configuration says. `schema` are globs and paths relative to the file; `out` is null when nothing is said (drizzle-kit then takes `./drizzle`). */
export interface DrizzleConfig { readonly dialect: Dialect | null; readonly schema: readonly string[]; readonly out: string | null; readonly casing: StatedCasing; readonly schemaFilter: readonly string[] }

const CONFIG_FILE = /(^|\/)drizzle(?:[.-][\w.-]+)?\.config\.(?:[cm]?[tj]s|json)$|(^|\/)drizzle[\w.-]*config[\w.-]*\.json$/;

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ['postgresql', 'postgresql'], ['postgres', 'postgresql'], ['pg', 'postgresql'], ['aws-data-api', 'postgresql'], ['pglite', 'postgresql'],
  ['sqlite', 'sqlite'], ['turso', 'sqlite'], ['libsql', 'sqlite'], ['d1', 'sqlite'], ['d1-http', 'sqlite'], ['better-sqlite', 'sqlite'], ['expo', 'sqlite'], ['durable-sqlite', 'sqlite'],
  ['mysql', 'mysql'], ['mysql2', 'mysql'], ['singlestore', 'mysql'],
]);

/** Reads `drizzle.config.{ts,js,mjs,cjs,json}`; null for any other file. Values that are computed are left out. */
export function readDrizzleConfig(document: Document, outline: Outline): DrizzleConfig | null {
  if (!CONFIG_FILE.test(document.path)) return null;
  if (document.path.endsWith('.json')) return fromJson(document.text);
  const names = bareNames(outline);
  const object = configObject(names);
  if (object === null) return null;
  const text = (key: string): string | null => constantString(names, propertyOf(object.expr, key), object.env);
  const list = (key: string): readonly string[] => stringsOf(names, propertyOf(object.expr, key));
  return { dialect: dialectOf(text('dialect') ?? text('driver')), schema: list('schema'), out: text('out'), casing: casingAt(names, object), schemaFilter: list('schemaFilter') };
}

/** The argument of `defineConfig`, or what the file exports as it is. */
function configObject(names: Names): ReturnType<typeof objectOf> {
  const defined = names.outline.calls.find((call) => functionName(names, call.callee, null) === 'defineConfig');
  if (defined?.args[0] !== undefined) return objectOf(names, defined.args[0], null);
  const exported = names.outline.exports.find((e) => e.name === 'default');
  const symbol = exported !== undefined && 'local' in exported ? exported.local[0] : 'default';
  const binding = names.outline.bindings.find((b) => b.topLevel && b.name === symbol);
  return binding?.init === null || binding?.init === undefined ? null : objectOf(names, binding.init, null);
}

function stringsOf(names: Names, expr: HostExpr | null): readonly string[] {
  if (expr === null) return [];
  const at = follow(names, expr, null);
  const items = at.expr.kind === 'array' ? at.expr.items : [at.expr];
  return items.flatMap((item) => constantString(names, item, at.env) ?? []);
}

const dialectOf = (text: string | null): Dialect | null => DIALECTS.get(text ?? '') ?? null;

const casingOf = (text: string | null): Casing | null => (text === 'snake_case' || text === 'camelCase' ? text : null);

function fromJson(text: string): DrizzleConfig | null {
  let value: unknown;
  try { value = JSON.parse(text); } catch { return null; }
  if (typeof value !== 'object' || value === null) return null;
  const entries = new Map<string, unknown>(Object.entries(value));
  const string = (key: string): string | null => { const found = entries.get(key); return typeof found === 'string' ? found : null; };
  const list = (key: string): readonly string[] => [entries.get(key)].flat().filter((item) => typeof item === 'string');
  return { dialect: dialectOf(string('dialect') ?? string('driver')), schema: list('schema'), out: string('out'), casing: casingOf(string('casing')), schemaFilter: list('schemaFilter') };
}

/** Drivers by the module `drizzle` comes from. */
const DRIVERS: readonly (readonly [RegExp, Dialect])[] = [
  [/^drizzle-orm\/(node-postgres|postgres-js|pglite|neon-\w+|neon|vercel-postgres|aws-data-api\/pg|pg-proxy|xata-http|supabase|bun-sql|bun-sql\/postgres|netlify-db)$/, 'postgresql'],
  [/^drizzle-orm\/(better-sqlite3|libsql(\/.*)?|d1|bun-sqlite|bun-sql\/sqlite|sql-js|expo-sqlite|op-sqlite|sqlite-proxy|durable-sqlite|node-sqlite|sqlite-cloud|tursodatabase(\/.*)?)$/, 'sqlite'],
  [/^drizzle-orm\/(mysql2|planetscale-serverless|tidb-serverless|mysql-proxy|singlestore|bun-sql\/mysql)$/, 'mysql'],
];

/** The casing that an object of options asks for; `elsewhere` where its name gets its value in another file. */
function casingAt(names: Names, { expr, env }: NonNullable<ReturnType<typeof objectOf>>): StatedCasing {
  const value = propertyOf(expr, 'casing');
  if (value === null) return null;
  const text = constantString(names, value, env);
  return text === null ? 'elsewhere' : casingOf(text);
}

/** The casing that `drizzle(client, { casing: 'snake_case' })` asks for, and the dialect of its driver; null where no handle is made. */
export function casingOfHandle(outline: Outline): { readonly dialect: Dialect | null; readonly casing: StatedCasing } | null {
  const names = bareNames(outline);
  for (const call of outline.calls) {
    if (functionName(names, call.callee, null) !== 'drizzle') continue;
    const module = outline.imports.find((i) => i.imported === 'drizzle')?.module ?? '';
    const options = call.args.flatMap((arg) => objectOf(names, arg, null) ?? []);
    const casing = options.map((o) => casingAt(names, o)).find((c) => c !== null) ?? null;
    return { dialect: DRIVERS.find(([pattern]) => pattern.test(module))?.[1] ?? null, casing };
  }
  return null;
}

/** The project's settings as facts: one from a configuration file, one from where the handle is made. */
export function readProject(reading: Reading): readonly ProjectFact[] {
  const config = readDrizzleConfig(reading.document, reading.names.outline);
  if (config !== null) return [{ kind: 'project', adapter: 'drizzle', dialect: config.dialect, schema: config.schema, out: config.out, casing: config.casing }];
  const handle = casingOfHandle(reading.names.outline);
  return handle === null ? [] : [{ kind: 'project', adapter: 'drizzle', dialect: handle.dialect, schema: [], out: null, casing: handle.casing }];
}
