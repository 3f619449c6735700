import type { SymbolPath } from '../../facts/expr.ts';
import type { FlowClass } from '../../facts/flow.ts';
import type { ClassRef, Meaning } from './code.ts';

/** A class's ancestors in the order in which they are asked, itself first. A base that is not known stands where it would be asked, with what its library says it has. */
export type Ancestor = { readonly of: ClassRef; readonly class: FlowClass } | { readonly strange: string };

interface Reach {
  readonly classOf: (of: ClassRef) => FlowClass | null;
  readonly meaning: (file: string, path: SymbolPath) => Meaning | null;
}

/** Taller or broader families than this were made by a program. */
const MAX_DEPTH = 40;
const MAX_ANCESTORS = 300;

export const keyOf = ({ file, name }: ClassRef): string => `${file}\n${name}`;

/** Worked out once for each class. */
export function lineages(reach: Reach): (of: ClassRef) => readonly Ancestor[] {
  const known = new Map<string, readonly Ancestor[]>();
  const find = (of: ClassRef, open: readonly string[]): readonly Ancestor[] => {
    const key = keyOf(of);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = linearize(reach, of, (base) => (open.length >= MAX_DEPTH || open.includes(keyOf(base)) || keyOf(base) === key ? [{ strange: base.name }] : find(base, [...open, key])));
    // What was found while others were open may have been cut at one of them.
    if (open.length === 0 || found.every((one) => !('strange' in one))) known.set(key, found);
    return found;
  };
  return (of) => find(of, []);
}

function linearize(reach: Reach, of: ClassRef, above: (base: ClassRef) => readonly Ancestor[]): readonly Ancestor[] {
  const found = reach.classOf(of);
  if (found === null) return [{ strange: of.name }];
  const lists = found.bases.map((path) => { const base = baseAt(reach, of.file, path); return typeof base === 'string' ? [{ strange: base }] : above(base); });
  return [{ of, class: found }, ...merged([...lists, lists.flatMap(([first]) => (first === undefined ? [] : [first]))])];
}

/** The class of a base, or the last name of one that is not known. */
function baseAt({ meaning }: Reach, file: string, path: SymbolPath): ClassRef | string {
  const found = path.length === 0 ? null : meaning(file, path);
  if (found?.m === 'class') return found.of;
  if (found?.m === 'model' && found.class !== null) return found.class;
  if (found?.m === 'value' && found.expr.e === 'call' && found.expr.of.e !== 'call') return found.expr.of.e === 'name' || found.expr.of.e === 'attr' ? found.expr.of.name : '';
  return (found?.m === 'outside' ? found.path.at(-1) : undefined) ?? path.at(-1) ?? '';
}

const idOf = (one: Ancestor): string => ('strange' in one ? `?${one.strange}` : keyOf(one.of));

/** Python's order (C3), of which a chain of single bases is the simple case. Where there is none the classes could not exist; then they are taken as they come. */
function merged(lists: readonly (readonly Ancestor[])[]): readonly Ancestor[] {
  const order: Ancestor[] = [];
  let left = lists.filter((list) => list.length > 0);
  while (left.length > 0 && order.length < MAX_ANCESTORS) {
    const behind = new Set(left.flatMap((list) => list.slice(1).map(idOf)));
    const next = left.map(([first]) => first).find((first) => first !== undefined && !behind.has(idOf(first))) ?? left[0]?.[0];
    if (next === undefined) break;
    order.push(next);
    const id = idOf(next);
    left = left.map((list) => list.filter((one) => idOf(one) !== id)).filter((list) => list.length > 0);
  }
  return order;
}

const DECLARATIVE = ['metadata', 'registry', 'query', 'query_class', '__table__', '__tablename__', '__mapper__'];
const PYDANTIC = ['dict', 'json', 'copy', 'construct', 'validate', 'parse_obj', 'parse_raw', 'from_orm', 'schema', 'schema_json', 'update_forward_refs', 'fields', 'model_dump', 'model_dump_json', 'model_validate', 'model_validate_json', 'model_copy', 'model_construct', 'model_fields', 'model_config', 'model_extra', 'model_fields_set', 'model_post_init', 'model_rebuild', 'model_json_schema', 'model_computed_fields', 'model_parametrized_name'];

/** Bases of libraries with all the names that they have beside those with underscores. */
const MEMBERS: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries({
  object: [], ABC: [], Protocol: [], Generic: [], Enum: ['name', 'value'], StrEnum: ['name', 'value'], IntEnum: ['name', 'value'], NamedTuple: ['count', 'index'], TypedDict: [], Exception: ['args', 'add_note', 'with_traceback'],
  DeclarativeBase: DECLARATIVE, DeclarativeBaseNoMeta: DECLARATIVE, AsyncAttrs: ['awaitable_attrs'], MappedAsDataclass: [], Model: DECLARATIVE, declarative_base: DECLARATIVE, automap_base: DECLARATIVE, BaseModel: PYDANTIC, SQLModel: [...PYDANTIC, ...DECLARATIVE], BaseSettings: PYDANTIC,
  Error: ['name', 'message', 'stack', 'cause'],
}).map(([name, members]) => [name, new Set(members)]));

/** Whether a base that is not in the workspace may have a member of that name. */
export const mayHave = (strange: string, name: string): boolean => { const members = MEMBERS.get(strange); return members === undefined || members.has(name) || (name.startsWith('__') && name !== '__init__'); };
