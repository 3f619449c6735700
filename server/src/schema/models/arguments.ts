import type { SymbolPath } from '../../facts/expr.ts';
import type { NamingConvention, TableDecl } from '../../facts/schema.ts';
import type { ModelContext } from './context.ts';
import { lineageOf, type Placed } from './lineage.ts';

const MAX_DEPTH = 12;

/** Whose indexes, constraints and schema hold for a class: its own, and either those that it names or those of the nearest base that says. `line` are the classes that it takes anything from, itself first. */
export function argumentsOf(line: readonly Placed[], context: ModelContext): readonly Placed[] {
  const [self] = line;
  if (self === undefined) return [];
  const says = line.find(({ fact }) => fact.args !== undefined);
  return [self, ...(says === undefined || says === self ? [] : [says]), ...(says === undefined ? [] : taken(says, context, 0))].filter((placed, i, all) => all.findIndex((other) => other.fact === placed.fact) === i);
}

function taken({ file, fact }: Placed, context: ModelContext, depth: number): readonly Placed[] {
  if (depth > MAX_DEPTH) return [];
  return (fact.args ?? []).flatMap((path) => {
    const found = classAt(file, path, context);
    if (found === null) return [];
    const says = [found, ...lineageOf(found, context).ancestors].find((placed) => placed.fact.args !== undefined);
    return says === undefined ? [found] : [says, ...taken(says, context, depth + 1)];
  });
}

const classAt = (file: string, path: SymbolPath, { symbols }: ModelContext): Placed | null => {
  const found = symbols.resolve(file, path);
  return found !== null && (found.fact.kind === 'table' || found.fact.kind === 'mixin') ? { file: found.file, fact: found.fact } : null;
};

/** What the metadata of a table says: its default schema, and how things are named; `naming` undefined where it does not say. */
export interface Metadata { readonly schema: TableDecl['schema']; readonly file: string; readonly naming: NamingConvention | null | undefined }

/** The nearest metadata that a class or a base of it names; null where none is known. */
export function metadataOf(line: readonly Placed[], context: ModelContext): Metadata | null {
  for (const { file, fact } of line) {
    if (fact.metadata === undefined) continue;
    const found = metadataAt(file, fact.metadata, context, 0);
    if (found !== null) return found;
  }
  return null;
}

/** `Base.metadata` is what the class Base names. */
function metadataAt(file: string, path: SymbolPath, context: ModelContext, depth: number): Metadata | null {
  const found = depth > MAX_DEPTH ? null : context.symbols.resolve(file, path);
  if (found === null || (found.fact.kind !== 'mixin' && found.fact.kind !== 'table')) return null;
  if (found.rest.length === 0 && found.fact.kind === 'mixin' && found.fact.metadata === undefined) return { file: found.file, schema: found.fact.schema ?? null, naming: found.fact.naming };
  const placed: Placed = { file: found.file, fact: found.fact };
  for (const { file: owner, fact } of [placed, ...lineageOf(placed, context).ancestors]) if (fact.metadata !== undefined) return metadataAt(owner, fact.metadata, context, depth + 1);
  return null;
}
