import { isIncluded, settingsFor } from '../config/scope.ts';
import type { FileFacts } from '../facts/file.ts';
import type { Derived } from './project-files.ts';

const known = new WeakMap<Derived, Map<string, boolean>>();

/** The files that `include` and `exclude` of the configuration let in. */
export function includedFacts(all: ReadonlyMap<string, FileFacts>, derived: Derived): ReadonlyMap<string, FileFacts> {
  const verdicts = known.get(derived) ?? new Map<string, boolean>();
  known.set(derived, verdicts);
  const isIn = (path: string): boolean => {
    const verdict = verdicts.get(path) ?? isIncluded(settingsFor(path, derived.settings, derived.outer), path);
    verdicts.set(path, verdict);
    return verdict;
  };
  return new Map([...all].filter(([path]) => isIn(path)));
}
