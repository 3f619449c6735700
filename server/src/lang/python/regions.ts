import type { PythonRegion, Region } from '../regions.ts';
import { codeOf, type Part, partsOf } from './layout.ts';

/**
 * The parts of a Python file, by its layout. A class that is a model (it has columns) is seen by others through its name: what they make of `User.name` does not
 * depend on what stands in `User`. Its methods and constants may be looked at.
 */
export function pythonRegions(text: string): readonly Region[] {
  const code = codeOf(text);
  return partsOf(code).map((part) => {
    const closed = part.kind !== 'other' && part.name !== '' && part.body !== null;
    return { span: part.span, closed, names: closed ? [part.name] : [], get python() { return described(text.slice(part.span.start, part.span.end), part); } };
  });
}

const known = new Map<string, PythonRegion>();
const KNOWN = 2000;

/** Of a text that was described before nothing is looked at again. */
function described(text: string, part: Part): PythonRegion {
  const before = known.get(text);
  if (before !== undefined) return before;
  const fresh = describe(text, part);
  if (known.size >= KNOWN) known.clear();
  known.set(text, fresh);
  return fresh;
}

function describe(text: string, part: Part): PythonRegion {
  const code = spokenCode(text);
  const body = part.body === null ? text.length : part.body - part.span.start;
  const header = part.kind === 'other' ? '' : text.slice(0, body);
  const bases = part.kind === 'class' ? (/\bclass\s+\w+\s*(?:\[[^\]]*\])?\s*\(([\s\S]*)\)\s*:\s*$/.exec(code.slice(0, body))?.[1] ?? '') : '';
  return {
    header, words: wordsIn(code), bases: wordsIn(bases),
    attrs: new Set([...code.matchAll(/\.\s*([A-Za-z_]\w*)/g)].map(([, name = '']) => name)),
    contents: part.kind === 'class' && COLUMN.test(code) ? contentsOf(code.slice(body)) : 'all',
  };
}

const wordsIn = (code: string): ReadonlySet<string> => new Set(code.match(/[A-Za-z_]\w*/g));

const COLUMN = /\b(?:Column|mapped_column|Mapped|relationship|Field|__tablename__)\b/;
/** What an attribute of a model is given that others know by its name alone. */
const DECLARED = /\b(?:Column|mapped_column|Mapped|relationship|Relationship|Field|column_property|synonym|backref|deferred|association_proxy|hybrid_property|ForeignKey)\b/;

/** Names of methods, inner classes and constants in a class body. */
function contentsOf(body: string): ReadonlySet<string> {
  const members = body.matchAll(/(?:^|\n)[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w+)[ \t]*(:?[^\n]*))/g);
  return new Set([...members].flatMap(([, defined, assigned, rest = '']) => (defined !== undefined ? [defined] : assigned !== undefined && /^(?::|=)/.test(rest) && !DECLARED.test(rest) ? [assigned] : [])));
}

/** `codeOf`, with what formatted texts paste in. */
function spokenCode(text: string): string {
  const code = codeOf(text);
  const pasted = [...text.matchAll(/\b[rR]?[fFtT][rR]?(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)')/g)].flatMap(([, ...parts]) => parts.flatMap((part) => part ?? []));
  return pasted.length === 0 ? code : `${code}\n${pasted.join('\n')}`;
}
