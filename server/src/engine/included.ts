import { isIncluded, settingsFor } from '../config/scope.ts';
import type { Derived } from './project-files.ts';

/** Whether `include` and `exclude` of the configuration let a file in. */
export const isIncludedPath = (path: string, derived: Derived): boolean => isIncluded(settingsFor(path, derived.settings, derived.outer), path);
