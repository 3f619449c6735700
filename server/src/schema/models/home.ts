import type { QualifiedName, TableDecl, TableNameRule } from '../../facts/schema.ts';
import { argumentsOf, metadataOf } from './arguments.ts';
import { columnsAlong, type ModelColumns } from './columns.ts';
import type { ModelContext } from './context.ts';
import { lineageOf, type Placed } from './lineage.ts';

/** A model with its bases looked through. */
export interface Home {
  readonly placed: Placed & { readonly fact: TableDecl };
  /** The classes that it takes columns from: itself, mixins and abstract bases, nearest first; no base that has a table. */
  readonly line: readonly Placed[];
  /** All of its bases. */
  readonly ancestors: readonly Placed[];
  readonly columns: ModelColumns;
  /** The nearest base that is a table. */
  readonly parent: Home | null;
  /** Whose table it is: its own, or for single-table inheritance that of a base. */
  readonly root: Home | 'self';
  readonly name: QualifiedName;
  readonly doubts: readonly string[];
}

/** Where a model's rows are; null where it is no model, or its table's name cannot be known. `homes` remembers. */
export function homeOf(placed: Placed & { readonly fact: TableDecl }, context: ModelContext, homes: Map<object, Home | null>): Home | null {
  const known = homes.get(placed.fact);
  if (known !== undefined) return known;
  // What leads back to itself has no home.
  homes.set(placed.fact, null);
  const home = find(placed, context, homes);
  homes.set(placed.fact, home);
  return home;
}

function find(placed: Placed & { readonly fact: TableDecl }, context: ModelContext, homes: Map<object, Home | null>): Home | null {
  const { ancestors, doubts } = lineageOf(placed, context);
  const parents = ancestors.flatMap(({ file, fact }) => { const home = fact.kind === 'table' ? homeOf({ file, fact }, context, homes) : null; return home === null ? [] : [home]; });
  const [parent = null] = parents;
  // What a base with a table has from its own bases is that table's.
  const elsewhere = new Set(parents.flatMap((home) => [home.placed.fact, ...home.ancestors.map(({ fact }) => fact)]));
  const line = [placed, ...ancestors.filter(({ fact }) => !elsewhere.has(fact))];
  const columns = columnsAlong(line, context, context.casingOf(placed.file, placed.fact));
  const rest = { placed, line, ancestors, columns, parent, doubts };
  const name = ownName(rest, context);
  if (name === 'parent') return parent === null ? null : { ...rest, root: parent.root === 'self' ? parent : parent.root, name: parent.name };
  if (name === null) return null;
  const schema = context.apart.get(placed.fact) ?? schemaOf(rest, context);
  if (schema === undefined) return { ...rest, doubts: [...doubts, 'its schema is known only when the program runs'], root: 'self', name: { schema: null, name } };
  return { ...rest, root: 'self', name: { schema, name } };
}

type Known = Omit<Home, 'root' | 'name'>;

function ownName({ placed: { file, fact }, ancestors, columns, parent }: Known, { symbols }: ModelContext): string | 'parent' | null {
  const { name } = fact;
  if ('unknown' in name) return null;
  if ('byBases' in name) {
    const rule = ancestors.find((base) => base.fact.tableName !== undefined)?.fact.tableName;
    const hasKey = columns.columns.some(({ decl }) => decl.primaryKey);
    // A subclass that brings no key of its own can only share its parent's table, whatever rule there is.
    if (parent !== null && (rule === undefined || !hasKey)) return 'parent';
    return rule === undefined ? (name.otherwise ?? null) : ruled(rule, name.byBases);
  }
  if (!('creator' in name)) return name.literal;
  const creator = symbols.resolve(file, name.creator)?.fact;
  return creator?.kind === 'creator' && creator.unknown === undefined ? creator.prefix + name.literal + creator.suffix : null;
}

const ruled = (rule: TableNameRule, className: string): string | null => {
  const own = className.slice(className.lastIndexOf('.') + 1);
  if (rule.loose === true && snakeCase(own) !== own.replace(/(?!^)(?=[A-Z])/g, '_').toLowerCase()) return null;
  return rule.prefix + (rule.form === 'class' ? own : rule.form === 'lower' ? own.toLowerCase() : snakeCase(own)) + rule.suffix;
};

/** `HTTPLog2Entry` is `http_log2_entry` (Flask-SQLAlchemy's camel_to_snake_case). */
export const snakeCase = (name: string): string => name.replace(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1').toLowerCase().replace(/^_/, '');

/** Undefined: there is one, and it is not known. */
function schemaOf({ line, ancestors, placed }: Known, context: ModelContext): string | null | undefined {
  const said = argumentsOf(line, context).find(({ fact }) => (fact.schema ?? null) !== null);
  if (said !== undefined) return schemaName(said.file, said.fact.schema ?? null, context);
  const metadata = metadataOf([placed, ...ancestors], context);
  return metadata === null ? null : schemaName(metadata.file, metadata.schema, context);
}

function schemaName(file: string, schema: TableDecl['schema'], { symbols }: ModelContext): string | null | undefined {
  if (schema === null) return null;
  if ('name' in schema) return schema.name;
  const found = symbols.resolve(file, schema.symbol)?.fact;
  return found?.kind === 'schema' ? found.name : undefined;
}

/** The schema that bare names of foreign keys mean: the metadata's. */
export function defaultSchema({ placed, ancestors }: Home, context: ModelContext): string | null {
  const metadata = metadataOf([placed, ...ancestors], context);
  return metadata === null ? null : (schemaName(metadata.file, metadata.schema, context) ?? null);
}
