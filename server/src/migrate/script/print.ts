import type { Lines } from './habits.ts';
import type { ScriptShape } from './shape.ts';

/** A script in parts. `config`: an object literal that the file exports by that name; null for none. */
export interface Script { readonly shape: ScriptShape; readonly up: Lines; readonly down: Lines; readonly config: string | null; readonly module: string }

/** The script as text, with `\n`. What is imported and not used is left out; a `sql` tag that is used and not imported is imported. */
export function printScript({ shape, up, down, config, module }: Script): string {
  const inObject = /\{\s*$/.test(shape.preamble.at(-1) ?? '');
  const functions = [...one(shape, 'up', up), ...(inObject ? [] : ['']), ...one(shape, 'down', down)];
  const body = [...(inObject && config !== null ? [`${baseOf(shape)}config: ${config},`] : []), ...functions, ...endingOf(shape, inObject ? null : config, inObject)];
  // What a comment speaks of is not used.
  const code = body.filter((line) => !/^\s*\/\//.test(line)).join('\n');
  return [...importsFor(shape, code, module), ...body].map((line) => `${line.trimEnd()}\n`).join('');
}

const baseOf = (shape: ScriptShape): string => /^[ \t]*/.exec(shape.head)?.[0] ?? '';

function one(shape: ScriptShape, name: 'up' | 'down', body: Lines): Lines {
  const base = baseOf(shape);
  const head = name === 'up' ? shape.head : shape.head.replace(/\bup\b/, 'down');
  const close = name === 'up' ? shape.closeUp : shape.closeDown;
  return [...shape.doc, `${head} {`, ...body.map((line) => (line === '' ? '' : base + shape.indent + line)), `${base}}${close}`];
}

/** What follows the functions: the list of what is exported, or the exported object's brace, and the tool's settings for this file. */
function endingOf(shape: ScriptShape, config: string | null, inObject: boolean): Lines {
  if (inObject) return shape.ending === null ? [] : [shape.ending];
  if (config === null) return shape.ending === null ? [] : ['', shape.ending];
  if (shape.ending?.startsWith('module.exports') === true) return ['', shape.ending.replace(/\s*\}(;?)$/, `, config: ${config} }$1`)];
  const isCommonJs = /\bexports\./.test(shape.head);
  const line = `${isCommonJs ? 'exports.config' : 'export const config'} = ${config}${shape.semicolon}`;
  return ['', line, ...(shape.ending === null ? [] : ['', shape.ending])];
}

/** The preamble with the names that this file uses. */
function importsFor(shape: ScriptShape, body: string, module: string): Lines {
  const preamble = shape.preamble.join('\n');
  const trimmed = preamble.replace(/^(import\s+(?:type\s+)?|(?:const|let|var)\s+)\{([^}]*)\}(\s*(?:from|=)[^\n]*)/gm, (_line, start: string, names: string, rest: string) => {
    const used = names.split(',').map((name) => name.trim()).filter((name) => name !== '' && uses(preamble.replace(names, '') + body, name.split(/\s+as\s+|\s*:\s*/).at(-1)?.replace(/^type\s+/, '') ?? ''));
    return used.length === 0 ? UNUSED : `${start}{ ${used.join(', ')} }${rest}`;
  });
  const lines = trimmed.split('\n').filter((line) => line !== UNUSED);
  const needsSql = body.includes('sql`') && !uses(preamble, 'sql');
  const isCommonJs = /\bexports\b/.test(shape.head + (shape.ending ?? '')) || /\brequire\(/.test(preamble);
  const imported = isCommonJs ? `const { sql } = require(${shape.quote}${module}${shape.quote})${shape.semicolon}` : `import { sql } from ${shape.quote}${module}${shape.quote}${shape.semicolon}`;
  if (!needsSql) return lines.every((line) => line === '') ? [] : lines;
  const lastImport = lines.findLastIndex((line) => /\bfrom\s*['"]|\brequire\(/.test(line));
  return lastImport < 0 ? [imported, '', ...lines.filter((line) => line !== '')] : [...lines.slice(0, lastImport + 1), imported, ...lines.slice(lastImport + 1)];
}

const UNUSED = '\u0000';

const uses = (text: string, name: string): boolean => new RegExp(`(?<![\\w$.])${name.replace(/[^\w$]/g, '')}(?![\\w$])`).test(text);
