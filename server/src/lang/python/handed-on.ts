import type { AliasFact } from '../../facts/alias.ts';
import type { ExportFact, ImportFact } from '../../facts/file.ts';

/**
 * Imports and aliases of a file that no adapter wants, without a parser: a package's `__init__.py` and files without functions and classes of their own
 * hand on the names of others. Only what stands at the left edge, or under a `try` or `if` there, is a name of the module. What looks like an import in a text does no harm: nobody
 * imports a name that is not there. Null for files that hand on nothing.
 */
export function handedOn(path: string, text: string): { readonly imports: readonly ImportFact[]; readonly exports: readonly ExportFact[]; readonly aliases: readonly AliasFact[] } | null {
  if (!/\bimport\b/.test(text) || (!/(?:^|\/)__init__\.py$/.test(path) && /^(?:async[ \t]+def|def|class)\b/m.test(text))) return null;
  const imports = importsOf(text);
  if (imports.length === 0) return null;
  const listed = listedNames(text);
  const isHidden = (name: string): boolean => (listed === null ? name.startsWith('_') : !listed.has(name));
  const aliases = [...text.matchAll(ALIAS)].map(([, symbol = '', to = '']): AliasFact => ({ symbol, kind: 'path', path: to.split('.') }));
  const hide = (name: string) => (name !== '*' && isHidden(name) ? { hidden: true as const } : {});
  const exports = [...imports.map(({ local, module, imported }): ExportFact => ({ name: local, module, imported, ...hide(local) })), ...aliases.map(({ symbol }): ExportFact => ({ name: symbol, local: [symbol], ...hide(symbol) }))];
  return { imports, exports, aliases };
}

const LINE = /^(?:(?<edge>[^\s#)\]}'"]+)|[ \t]+(?=(?:from|import)\b))/gm;
const FROM = /from[ \t]+(?<module>\.*[\w.]*)[ \t]+import[ \t]*(?:\((?<many>[^()]*)\)|(?<one>(?:[^\n\\#;]|\\\r?\n)+))/y;
const IMPORT = /import[ \t]+(?<one>(?:[^\n\\#;]|\\\r?\n)+)/y;
const ALIAS = /^([A-Za-z_]\w*)[ \t]*=[ \t]*([A-Za-z_][\w.]*\.\w+)[ \t]*(?:#.*)?\r?$/gm;
/** Beginnings of statements whose blocks make no scope. */
const BLOCKS = /^(?:try|except|else|finally|if|elif|with)\b/;

function importsOf(text: string): ImportFact[] {
  let open = false;
  return [...text.matchAll(LINE)].flatMap((line) => {
    const edge = line.groups?.['edge'];
    if (edge !== undefined) open = BLOCKS.test(edge);
    return edge === undefined && !open ? [] : importAt(text, line.index + (edge === undefined ? line[0].length : 0));
  });
}

/** The import statement that begins at an offset; none where it is no such. */
export function importAt(text: string, at: number): ImportFact[] {
  FROM.lastIndex = at;
  const from = FROM.exec(text)?.groups;
  if (from !== undefined) {
    const module = from['module'] ?? '';
    return listed(from['many'] ?? from['one'] ?? '').map(({ name, as }) => (name === '*' ? { local: '*', module, imported: '*' } : { local: as ?? name, module, imported: name }));
  }
  IMPORT.lastIndex = at;
  return listed(IMPORT.exec(text)?.groups?.['one'] ?? '').map(({ name, as }) => {
    const top = name.split('.')[0] ?? name;
    return as !== undefined ? { local: as, module: name, imported: '*' } : { local: top, module: top, imported: '*', ...(top === name ? {} : { loads: name }) };
  });
}

/** `a, b as c`, over lines and with comments. */
const listed = (names: string): { readonly name: string; readonly as: string | undefined }[] =>
  names.replace(/#[^\n]*/g, '').replaceAll('\\', ' ').split(',').flatMap((part) => {
    const [, name, as] = /^\s*([\w.]+|\*)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
    return name === undefined ? [] : [{ name, as }];
  });

/** The names in `__all__`, where it is a list of texts. */
function listedNames(text: string): ReadonlySet<string> | null {
  const lists = [...text.matchAll(/^__all__[ \t]*\+?=[ \t]*([[(])((?:[^\])'"]|'[^'\n]*'|"[^"\n]*")*)[\])]/gm)];
  return lists.length === 0 ? null : new Set(lists.flatMap(([, , items = '']) => [...items.matchAll(/['"]([^'"\n]*)['"]/g)].map(([, name = '']) => name)));
}
