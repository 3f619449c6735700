import { settingsFor } from '../config/scope.ts';
import type { Settings } from '../config/settings.ts';
import type { Severity } from '../facts/finding.ts';
import { ruleById } from '../rules/index.ts';
import type { Derived } from './project-files.ts';

/** A rule's verdict on a table (by its key) and columns of it, in a file. */
export interface LevelAsked { readonly rule: string; readonly path: string; readonly table: string; readonly columns: readonly string[] }

/** What the configuration makes of a rule's verdict: `off` also for tables and columns that it leaves out. Undefined where the rule itself decides. */
export const levelAt = (asked: LevelAsked, derived: Derived): Severity | 'off' | undefined => (ignoredBecause(asked, derived) === null ? levelOf(asked, derived) : 'off');

/** The reason, which may be empty, where the rule would speak if the configuration did not leave out the table or all of the columns. Null where it does not. */
export function ignoredBecause(asked: LevelAsked, derived: Derived): string | null {
  const settings = settingsFor(asked.path, derived.settings, derived.outer);
  return settings.tables.size === 0 || levelOf(asked, derived) === 'off' ? null : leftOut(asked, settings);
}

function leftOut({ rule, table: key, columns }: LevelAsked, { tables }: Settings): string | null {
  const table = tables.get(key) ?? tables.get(key.slice(key.lastIndexOf('.') + 1));
  if (table === undefined) return null;
  if (table.ignore.includes(rule)) return table.reason;
  const own = columns.map((column) => table.columns.get(column.toLowerCase()));
  return own.length > 0 && own.every((column) => column?.ignore.includes(rule) === true) ? (own.find((column) => column?.reason !== '')?.reason ?? '') : null;
}

const levelOf = ({ rule, path }: LevelAsked, derived: Derived): Severity | 'off' | undefined =>
  settingsFor(path, derived.settings, derived.outer).rules.get(rule) ?? (ruleById(rule)?.optIn === true ? 'off' : undefined);
