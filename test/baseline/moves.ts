import { dirname, posix } from 'node:path';

/** A project by path. */
export type Files = Readonly<Record<string, string>>;

/** Chooses below `n`. */
export type Pick = (n: number) => number;

/** What people do to code without changing what it asks of the database. Null where there is nothing of the kind to do. */
export type Move = (files: Files, pick: Pick) => Files | null;

const code = (files: Files, ending: RegExp): readonly string[] => Object.keys(files).filter((path) => ending.test(path) && !/(^|\/)(migrations?|versions|drizzle|supabase|alembic)\//.test(path)).sort();
const oneOf = <T>(list: readonly T[], pick: Pick): T | null => (list.length === 0 ? null : (list[pick(list.length)] ?? null));
const changed = (files: Files, path: string, text: string): Files | null => (files[path] === text ? null : { ...files, [path]: text });

/** Where a statement at the left edge begins, after an empty line. */
const starts = (lines: readonly string[]): readonly number[] => lines.flatMap((line, i) => (i > 0 && (lines[i - 1] ?? '').trim() === '' && /^(export |async |function |const |class |def |import |from |type |interface |@|select|create|insert|update|delete)/i.test(line) && !insideText(lines, i) ? [i] : []));

/** By the marks of long texts that stand before it. */
const insideText = (lines: readonly string[], at: number): boolean => { const before = lines.slice(0, at).join('\n'); return [/"""/g, /'''/g, /`/g, /\$\$/g].some((mark) => (before.match(mark) ?? []).length % 2 === 1); };

/** Empty lines and comments between statements. */
export const spread: Move = (files, pick) => {
  const path = oneOf(code(files, /\.(ts|py|sql)$/), pick);
  if (path === null) return null;
  const lines = (files[path] ?? '').split('\n');
  const at = oneOf(starts(lines), pick);
  if (at === null) return null;
  const mark = path.endsWith('.py') ? '#' : path.endsWith('.sql') ? '--' : '//';
  return changed(files, path, [...lines.slice(0, at), ...Array<string>(pick(4)).fill(''), `${mark} A word about what follows: ${pick(1000)}.`, '', ...lines.slice(at)].join('\n'));
};

/** Another width of indentation, and other ends of lines. */
export const reindent: Move = (files, pick) => {
  const path = oneOf(code(files, /\.(ts|py)$/), pick);
  if (path === null) return null;
  const width = 1 + pick(3);
  const lines = (files[path] ?? '').split('\n').map((line) => line.replace(/^ +/, (indent) => indent.repeat(width)));
  return changed(files, path, lines.join(pick(3) === 0 ? '\r\n' : '\n'));
};

/** Calls broken before their dots and after their brackets, as a formatter of a narrower page does. */
export const breakCalls: Move = (files, pick) => {
  const path = oneOf(code(files, /\.ts$/), pick);
  if (path === null) return null;
  let inText = false;
  const lines = (files[path] ?? '').split('\n').map((line) => {
    const ticks = (line.match(/`/g) ?? []).length;
    const plain = !inText && ticks === 0 && !/['"/]/.test(line);
    if (ticks % 2 === 1) inText = !inText;
    return plain ? line.replace(/\)\.(?=\w+\()/g, ')\n      .').replace(/\((?=\w+\()/g, '(\n        ') : line;
  });
  return changed(files, path, lines.join('\n'));
};

/** A function at the left edge: its lines, with the comment above it. */
interface Chunk { readonly start: number; readonly end: number; readonly name: string; readonly text: string }

/** The functions of a file that can stand in any order, or elsewhere: without decorators, up to the next empty line at whose end the next statement begins. */
export function functionsIn(text: string): readonly Chunk[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const name = /^(?:export )?(?:async )?(?:function|def) (\w+)\b/.exec(line)?.[1];
    if (name === undefined || insideText(lines, start) || /^@/.test(lines[start - 1] ?? '')) return [];
    const after = lines.findIndex((other, i) => i > start && /^\S/.test(other) && !/^[})\]]/.test(other) && !insideText(lines, i));
    let end = after < 0 ? lines.length : after;
    while (end > start + 1 && /^\s*(#.*|\/\/.*|\/\*.*|\*.*)?$/.test(lines[end - 1] ?? '')) end--;
    return [{ start, end, name, text: lines.slice(start, end).join('\n') }];
  });
}

/** Two functions of a file change places. */
export const swap: Move = (files, pick) => {
  const path = oneOf(code(files, /\.(ts|py)$/).filter((one) => functionsIn(files[one] ?? '').length > 1), pick);
  if (path === null) return null;
  const lines = (files[path] ?? '').split('\n');
  const all = functionsIn(files[path] ?? '');
  const first = pick(all.length - 1);
  const [a, b] = [all[first], all[first + 1 + pick(all.length - first - 1)]];
  if (a === undefined || b === undefined) return null;
  return changed(files, path, [...lines.slice(0, a.start), b.text, ...lines.slice(a.end, b.start), a.text, ...lines.slice(b.end)].join('\n'));
};

const mentions = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
const importsIn = (text: string): readonly string[] => [...text.matchAll(/^(?:import[^;]*?from '[^']+';|from \S+ import (?:\([^)]*\)|.*)|import [\w., ]+)$/gm)].map(([whole]) => whole);

/** A function that uses nothing of its file but imports moves to a new file beside it; the old one hands it on. */
export const moveOut: Move = (files, pick) => {
  const candidates = code(files, /\.(ts|py)$/).flatMap((path) => {
    const text = files[path] ?? '';
    const own = [...text.matchAll(/^(?:export )?(?:const|let|class|async function|function|def|async def|interface|type) (\w+)|^(\w+)\s*(?::[^=\n]+)?=|^(?:export )?const [{[]([^}\]]*)[}\]] =/gm)].flatMap(([, a, b, list]) => a ?? b ?? list?.match(/\w+/g) ?? []);
    return functionsIn(text).filter((chunk) => (path.endsWith('.py') || chunk.text.startsWith('export ')) && own.every((name) => name === chunk.name || !mentions(chunk.text, name)) && text.replace(chunk.text, '').match(new RegExp(`\\b${chunk.name}\\b`)) === null).map((chunk) => ({ path, chunk }));
  });
  const chosen = oneOf(candidates, pick);
  if (chosen === null) return null;
  const { path, chunk } = chosen;
  const [text, ending] = [files[path] ?? '', posix.extname(path)];
  const name = `moved_${pick(100_000)}`;
  const beside = posix.join(dirname(path), name + ending);
  const back = ending === '.py' ? `from .${name} import ${chunk.name}  # noqa\n` : `export { ${chunk.name} } from './${name}.ts';\n`;
  return { ...files, [path]: `${text.replace(chunk.text, '').trimEnd()}\n\n${back}`, [beside]: `${importsIn(text).join('\n')}\n\n\n${chunk.text}\n` };
};

/** A file gets another name, and with it what imports it. */
export const rename: Move = (files, pick) => {
  const path = oneOf(code(files, /\.(ts|sql)$/).filter((one) => !/config|seed|schema\.sql|\.test\./.test(one)), pick);
  if (path === null) return null;
  const to = posix.join(dirname(path), `${['a', 'm', 'z'][pick(3)]}-${posix.basename(path)}`);
  const bare = path.replace(/\.ts$/, '');
  return Object.fromEntries(Object.entries(files).map(([one, text]) => {
    const here = one.endsWith('.ts') ? text.replace(/(from |import\()'(\.[^']+)'/g, (whole, head: string, specifier: string) => {
      const target = posix.join(dirname(one), specifier);
      const [named] = [bare, path, `${bare}.js`].filter((known) => known === target);
      if (named === undefined) return whole;
      const way = posix.relative(dirname(one), posix.join(dirname(target), `${posix.basename(to, '.ts')}${target.slice(bare.length)}`));
      return `${head}'${way.startsWith('.') ? way : './' + way}'`;
    }) : text;
    return [one === path ? to : one, here];
  }));
};

/** A module of Python that no other one imports gets another name. */
export const renameModule: Move = (files, pick) => {
  const all = code(files, /\.py$/);
  const word = (path: string): string => posix.basename(path, '.py');
  const path = oneOf(all.filter((one) => !/(^__init__|models|tables|conftest|setup|manage|^app|^main|^db|database|base|test_.*|.*_test)$/.test(word(one)) && Object.entries(files).every(([other, text]) => other === one || !mentions(text, word(one)))), pick);
  if (path === null) return null;
  const { [path]: text = '', ...others } = files;
  return { ...others, [posix.join(dirname(path), `z_${word(path)}_${pick(1000)}.py`)]: text };
};

export const MOVES: Readonly<Record<string, Move>> = { spread, reindent, breakCalls, swap, moveOut, rename, renameModule };
