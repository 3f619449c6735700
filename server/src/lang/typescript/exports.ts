import type { ExportFact, ImportFact } from '../../facts/file.ts';

/**
 * Imports and exports of a file that no adapter wants, without a parser: it is run on thousands of files, of which only those that hand on
 * names of others matter. Statements count where a line, or a statement on it, begins. What stands so inside a template literal is
 * taken for a statement too, which does no harm: nobody imports a name that is not really exported. Comments do not count.
 * Declarations are listed by name; CommonJS is read as far as `require` into a constant and `module.exports` of names or of a `require`.
 */
export function quickExports(text: string): { readonly imports: readonly ImportFact[]; readonly exports: readonly ExportFact[] } {
  const imports: ImportFact[] = [];
  const exports: ExportFact[] = [];
  const code = withoutComments(text);
  for (const match of code.matchAll(STATEMENT)) {
    const at = match.index + match[0].length - (match[1]?.length ?? 0);
    for (const { word, pattern, read } of FORMS) {
      if (word !== match[1]) continue;
      pattern.lastIndex = at;
      const form = pattern.exec(code);
      if (form === null) continue;
      read(form.groups ?? {}, imports, exports);
      break;
    }
  }
  return { imports, exports };
}

const COMMENT = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const withoutComments = (text: string): string => (text.includes('/*') || text.includes('//') ? text.replace(COMMENT, (found) => (found.startsWith('/') ? ' ' : found)) : text);

const STATEMENT = /(?:^|[\n;}])[ \t]*(import|export|module|const|let|var)\b/g;
const NAME = '[\\w$]+';
const FROM = '\\s*from\\s*(?<quote>[\'"])(?<module>[^\'"\\n]+)\\k<quote>';
const REQUIRE = 'require\\s*\\(\\s*(?<quote>[\'"])(?<module>[^\'"\\n]+)\\k<quote>\\s*\\)';

type Groups = Readonly<Record<string, string | undefined>>;
type Read = (groups: Groups, imports: ImportFact[], exports: ExportFact[]) => void;
interface Form { readonly word: string; readonly pattern: RegExp; readonly read: Read }

const form = (word: string, rest: string, read: Read): Form => ({ word, pattern: new RegExp(`${word}${rest}`, 'y'), read });

const FORMS: readonly Form[] = [
  form('import', `\\s+(?:type\\s+)?(?:(?<default>${NAME})\\s*,?\\s*)?(?:\\*\\s*as\\s+(?<namespace>${NAME})|\\{(?<list>[^{}]*)\\})?${FROM}`, readImport),
  form('import', `\\s*\\{(?<list>[^{}]*)\\}${FROM}`, readImport),
  form('import', `\\s*\\*\\s*as\\s+(?<namespace>${NAME})${FROM}`, readImport),
  form('import', `\\s+(?<namespace>${NAME})\\s*=\\s*${REQUIRE}`, readImport),
  form('export', `\\s*(?:type\\s*)?\\*(?:\\s*as\\s+(?<namespace>${NAME}))?${FROM}`, ({ module, namespace }, _, exports) => exports.push({ name: namespace ?? '*', module: module ?? '', imported: '*' })),
  form('export', `\\s*(?:type\\s*)?\\{(?<list>[^{}]*)\\}(?:${FROM})?`, readExportList),
  form('export', `\\s+default\\s+(?:(?:async\\s+)?function\\b\\s*\\*?|(?:abstract\\s+)?class\\b)\\s*(?!extends\\b)(?<path>${NAME})`, readDefault),
  form('export', `\\s+default\\s+(?!(?:async|function|class|await|new|abstract)\\b)(?<path>[a-zA-Z_$][\\w$]*(?:\\.${NAME})*)\\s*(?=[;\\n]|$)`, readDefault),
  form('export', `\\s+default\\b`, (_, __, exports) => exports.push({ name: 'default', local: ['default'] })),
  form('export', `\\s+(?:declare\\s+)?(?:const\\s+enum|const|let|var|(?:async\\s+)?function\\b\\s*\\*?|(?:abstract\\s+)?class|enum)\\s*\\b(?<name>${NAME})`, ({ name }, _, exports) => exports.push({ name: name ?? '', local: [name ?? ''] })),
  form('export', `\\s+(?:const|let|var)\\s*\\{(?<list>[^{}]*)\\}`, ({ list }, _, exports) => { for (const { to } of listed(list, /\s*:\s*/)) exports.push({ name: to, local: [to] }); }),
  form('module', `\\.exports\\s*=\\s*${REQUIRE}`, ({ module }, _, exports) => exports.push({ name: '*', module: module ?? '', imported: '*' })),
  form('module', `\\.exports\\s*=\\s*\\{(?<list>[^{}()]*)\\}`, readExportsObject),
  form('module', `\\.exports\\s*=\\s*(?<name>${NAME})\\s*(?=[;\\n]|$)`, ({ name }, _, exports) => exports.push({ name: 'default', local: [name ?? ''] })),
  ...['const', 'let', 'var'].flatMap((word) => [form(word, `\\s+(?<namespace>${NAME})\\s*=\\s*${REQUIRE}`, readImport), form(word, `\\s*\\{(?<list>[^{}]*)\\}\\s*=\\s*${REQUIRE}`, readRequired)]),
];

function readImport(groups: Groups, imports: ImportFact[]): void {
  const module = groups['module'] ?? '';
  if (groups['default'] !== undefined) imports.push({ local: groups['default'], module, imported: 'default' });
  if (groups['namespace'] !== undefined) imports.push({ local: groups['namespace'], module, imported: '*' });
  for (const { from, to } of listed(groups['list'], /\s+as\s+/)) imports.push({ local: to, module, imported: from });
}

function readDefault({ path }: Groups, _: ImportFact[], exports: ExportFact[]): void {
  exports.push({ name: 'default', local: (path ?? '').split('.') });
}

function readRequired({ module, list }: Groups, imports: ImportFact[]): void {
  for (const { from, to } of listed(list, /\s*:\s*/)) imports.push({ local: to, module: module ?? '', imported: from });
}

function readExportList({ module, list }: Groups, _: ImportFact[], exports: ExportFact[]): void {
  for (const { from, to } of listed(list, /\s+as\s+/)) exports.push(module === undefined ? { name: to, local: [from] } : { name: to, module, imported: from });
}

function readExportsObject({ list }: Groups, _: ImportFact[], exports: ExportFact[]): void {
  for (const { from, to } of listed(list, /\s*:\s*/)) if (/^[\w$.]+$/.test(to)) exports.push({ name: from, local: to.split('.') });
}

/** `a, type b as c, 'd' as e`. */
function listed(list: string | undefined, between: RegExp): { readonly from: string; readonly to: string }[] {
  return (list ?? '').split(',').flatMap((item) => {
    const [from, to] = item.trim().replace(/^type\s+(?=[\w$'"])/, '').split(between).map((part) => part.replace(/^(['"])(.*)\1$/, '$2'));
    return from === undefined || from === '' || /\s/.test(from) ? [] : [{ from, to: to ?? from }];
  });
}
