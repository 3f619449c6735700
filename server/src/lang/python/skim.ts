import type { ImportFact } from '../../facts/file.ts';
import { importAt } from './handed-on.ts';

const STATEMENT = /^[ \t]*(?:(?=(?:from|import)\b)|(?:[^\n#'"]*:[ \t]*)(?=(?:from|import)[ \t]))/gm;

/** Everything that a Python file imports, in its functions too, without a parser: what only looks like an import does no harm, since nobody has what it names. */
export const skimPython = (text: string): readonly ImportFact[] => [...text.matchAll(STATEMENT)].flatMap((line) => importAt(text, line.index + line[0].length));
