import { basename, dirname } from '../text/path.ts';
import { closest } from './closest.ts';
import { mayConfigure } from './files.ts';
import { type FileRead, readConfigFile } from './read.ts';
import { settingsOf } from './resolve.ts';
import type { ConfigProblem, Said, Settings } from './settings.ts';

/** Files that extend one another deeper than this are told: nobody could say any more what holds. */
const DEEPEST = 8;

/** `text`: of a path (relative to the workspace folder, or absolute above it); `paths`: files that might be meant. */
export interface ExtendGround { readonly ruleIds: readonly string[]; readonly text: (path: string) => string | null; readonly paths: () => readonly string[]; /** Absolute, with `/`; null where it is not known. */ readonly root: string | null }

export interface Resolved { readonly settings: Settings; readonly problems: readonly ConfigProblem[]; /** The files that it extends, and those that it would if they were there. */ readonly extended: readonly string[] }

/** A configuration with all that it extends: what it says itself wins, then what the last of the files that it extends says. Null where the file says nothing of this tool. */
export function resolveConfig(path: string, text: string, ground: ExtendGround): Resolved | null {
  const read = readConfigFile(path, text, ground.ruleIds, ground.root);
  if (read === null) return null;
  const found: Walk = { ground, problems: [...read.problems], seen: new Map([[path, read]]), extended: new Set() };
  const layers = layersOf(read, [path], found);
  return { settings: settingsOf(path, layers), problems: found.problems, extended: [...found.extended] };
}

interface Walk { readonly ground: ExtendGround; readonly problems: ConfigProblem[]; readonly seen: Map<string, FileRead | null>; readonly extended: Set<string> }

/** @param trail the files on the way here, the outermost first */
function layersOf(read: FileRead, trail: readonly string[], walk: Walk): readonly Said[] {
  const below = read.extended.flatMap(({ name, node }) => {
    const tell = (message: string): readonly Said[] => { walk.problems.push({ path: read.path, span: node.span, message }); return []; };
    const target = pathFrom(dirname(read.path), name, walk.ground.root);
    if (target === null || !isRelative(name)) return tell('This must be the path of a file from here, such as "./sargable.base.jsonc".');
    if (!mayConfigure(target)) return tell('Only a .jsonc file, a pyproject.toml or a package.json can be extended.');
    walk.extended.add(target);
    if (trail.includes(target)) return tell(trail.length === 1 && target === read.path ? 'This file extends itself.' : `These files extend one another: ${[...trail.slice(trail.indexOf(target)), target].map((one) => basename(one)).join(' → ')}.`);
    if (trail.length > DEEPEST) return tell(`Files extend one another more than ${DEEPEST} deep here; the rest is not looked at.`);
    const other = readOnce(target, walk);
    if (other === undefined) return tell(missing(target, name, walk.ground));
    return other === null ? tell(`${basename(target)} says nothing of sargable.`) : layersOf(other, [...trail, target], walk);
  });
  return [...below, read.said];
}

const isRelative = (name: string): boolean => name !== '' && !/^(?:[/\\]|[a-z]+:|~)/i.test(name);

/** Undefined for a file that is not there. Its mistakes are told once, however often it is extended. */
function readOnce(path: string, { ground, seen, problems }: Walk): FileRead | null | undefined {
  const known = seen.get(path);
  if (known !== undefined) return known;
  const text = ground.text(path);
  if (text === null) return undefined;
  const read = readConfigFile(path, text, ground.ruleIds, ground.root);
  seen.set(path, read);
  problems.push(...(read?.problems ?? []));
  return read;
}

function missing(target: string, name: string, { paths }: ExtendGround): string {
  const near = closest(target, paths().filter((path) => mayConfigure(path) && basename(path) !== 'package.json'));
  return `There is no file ${JSON.stringify(name)}.${near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`}`;
}

/** A path from a folder; one that leads out of the workspace becomes an absolute one. Null where that is not known. */
function pathFrom(folder: string, name: string, root: string | null): string | null {
  const absolute = isAbsolute(folder) ? folder : root === null ? null : `${root}/${folder}`;
  const joined = normal(`${absolute ?? folder}/${name.replaceAll('\\', '/')}`, absolute !== null);
  if (joined === null || root === null) return joined;
  return joined.startsWith(`${root}/`) ? joined.slice(root.length + 1) : joined;
}

const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:)/i.test(path);

function normal(path: string, absolute: boolean): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return `${absolute && path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}
