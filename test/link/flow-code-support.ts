import { adapters } from '../../server/src/adapters/index.ts';
import { emptyFacts, readFile } from '../../server/src/engine/read-file.ts';
import { readAliases } from '../../server/src/engine/aliases.ts';
import type { FileFacts } from '../../server/src/facts/file.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../server/src/host/syntax.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import type { Code, Meaning } from '../../server/src/link/flow/code.ts';
import { codeOf } from '../../server/src/link/flow/code-of.ts';
import type { UnitRef } from '../../server/src/link/flow/summary.ts';
import { moduleResolver } from '../../server/src/link/modules.ts';
import { readPackage, readTsConfig } from '../../server/src/link/project.ts';
import { symbolResolver } from '../../server/src/link/symbols.ts';
import { isHost, isPage, languageOf } from '../../server/src/text/language.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();
export const readingOptions = { outline: (document: Parameters<typeof readOutline>[0]) => readOutline(document, syntax, 'closed'), sql, adapters, readText: () => null, now: () => new Date(0) };

export type Files = Readonly<Record<string, string>>;

/** The facts of every source file with its flow, as adapters and the engine read them. */
export function flowFacts(files: Files): ReadonlyMap<string, FileFacts> {
  return new Map(Object.entries(files).filter(([path]) => isHost(languageOf(path)) || isPage(path)).map(([path, text]) => {
    if (isPage(path)) return [path, readFile(path, text, null, readingOptions)] as const;
    const outline = readingOptions.outline({ path, languageId: languageOf(path), text });
    const read = readFile(path, text, null, readingOptions);
    const flow = outline.flow?.();
    return [path, { ...emptyFacts(path), ...read, imports: outline.imports, exports: outline.exports, aliases: readAliases(outline), ...(flow === undefined ? {} : { flow }) }] as const;
  }));
}

export function codeIn(files: Files): Code {
  const facts = flowFacts(files);
  const named = (name: string) => Object.entries(files).filter(([path]) => path === name || path.endsWith(`/${name}`));
  const project = { packages: named('package.json').map(([path, text]) => readPackage(path, text)), tsconfigs: named('tsconfig.json').map(([path, text]) => readTsConfig(path, text, (at) => files[at] ?? null)), python: [] };
  const modules = moduleResolver(project, new Set(facts.keys()));
  return codeOf(facts, modules, symbolResolver(facts, modules));
}

export const unitText = (ref: UnitRef | null): string => (ref === null ? 'nothing' : `${ref.file}:${ref.unit}${ref.ordinal === 0 ? '' : `#${ref.ordinal}`}`);

/** A meaning in a few words: `unit a.ts:find`, `class a.ts:Repo`, `value a.ts:call`. */
export function told(meaning: Meaning | null): string {
  switch (meaning?.m) {
    case undefined: return 'nothing';
    case 'unit': return `unit ${unitText(meaning.ref)}`;
    case 'class': return `class ${meaning.of.file}:${meaning.of.name}`;
    case 'model': return `model ${meaning.model.file}:${meaning.model.symbol}${meaning.class === null ? '' : ' with its class'}`;
    case 'module': return `module ${meaning.file}`;
    case 'value': return `value ${meaning.file}:${meaning.expr.e}`;
    case 'outside': return `outside ${[meaning.module, ...meaning.path].join(' ')}`;
  }
}

export const typeText = (typed: { readonly meaning: Meaning; readonly many: boolean } | null): string => (typed === null ? 'nothing' : `${typed.many ? 'many ' : ''}${told(typed.meaning)}`);
