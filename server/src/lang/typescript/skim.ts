import type { ImportFact } from '../../facts/file.ts';

/** Clauses longer than this import more names than a person would write. UTF-16 units. */
const LONGEST = 6_000;
const LONGEST_NAME = 300;
/** How far before `import(` and `require(` the names stand that take what it gives. */
const BEFORE = 400;
/** More words than these make no imports that a person wrote. */
const MOST = 1_000;

const CLAUSE = /^import\s*(?:type\s+(?!from\b))?([^()]*?)\bfrom\s*$/;
const LOADS = /^(?:import|require)\s*\(\s*(?:\/\*[^*]*\*\/\s*)?$/;
const TAKEN = /(?:const|let|var)\s+(?:(?<name>[\w$]+)|\{(?<list>[^{}]*)\})\s*=\s*(?:\(?\s*await\s+)?$/;

/** Everything that a script imports, wherever in it, without a parser: what only looks like an import (in a text, in a comment) does no harm, since nobody has what it names. */
export function skimScript(text: string): readonly ImportFact[] {
  return [...occurrences(text, 'import'), ...occurrences(text, 'require')].flatMap((at) => {
    const quote = quoteAfter(text, at);
    const end = quote < 0 ? -1 : text.indexOf(text[quote] ?? '', quote + 1);
    const module = end < 0 || end - quote > LONGEST_NAME ? '' : text.slice(quote + 1, end);
    if (module === '' || /[\n|$]/.test(module)) return [];
    const before = text.slice(at, quote);
    if (LOADS.test(before)) return taken(text.slice(Math.max(0, at - BEFORE), at), module);
    const clause = CLAUSE.exec(before)?.[1];
    return clause === undefined ? [] : clauseNames(clause, module);
  });
}

/** Where the next text begins, within the same statement; -1 where none does. */
function quoteAfter(text: string, from: number): number {
  const end = Math.min(text.length, from + LONGEST);
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (char === "'" || char === '"' || char === '`') return at;
    if (char === ';' || char === '=') return -1;
  }
  return -1;
}

function* occurrences(text: string, word: string): Generator<number> {
  let left = MOST;
  for (let at = text.indexOf(word); at >= 0 && left-- > 0; at = text.indexOf(word, at + word.length)) {
    if (!/[\w$.-]/.test(text[at - 1] ?? ' ') && /[\s({*]/.test(text[at + word.length] ?? '')) yield at;
  }
}

/** What takes a module that is loaded when it is needed; without a name for it, it could be any of its names. */
function taken(before: string, module: string): ImportFact[] {
  const { name, list } = TAKEN.exec(before)?.groups ?? {};
  return list === undefined ? [{ local: name ?? '', module, imported: '*' }] : listed(list, /\s*:\s*/, module);
}

function clauseNames(clause: string, module: string): ImportFact[] {
  const code = clause.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ');
  const open = code.indexOf('{');
  const names = open < 0 ? [] : listed(code.slice(open + 1).replace(/\}[\s\S]*/, ''), /\s+as\s+/, module);
  const outer = (open < 0 ? code : code.slice(0, open)).split(',').flatMap((part): ImportFact[] => {
    const namespace = /\*\s*as\s+([\w$]+)/.exec(part)?.[1];
    const name = part.trim();
    return namespace !== undefined ? [{ local: namespace, module, imported: '*' }] : /^[\w$]+$/.test(name) ? [{ local: name, module, imported: 'default' }] : [];
  });
  return [...outer, ...names];
}

/** `a, type b as c`. */
const listed = (list: string, between: RegExp, module: string): ImportFact[] =>
  list.split(',').flatMap((item) => {
    const [imported = '', local = imported] = item.trim().replace(/^type\s+(?=[\w$])/, '').replace(/\s*=[^=].*$/s, '').split(between);
    return /^[\w$]+$/.test(imported) && /^[\w$]+$/.test(local) ? [{ local, module, imported }] : [];
  });
