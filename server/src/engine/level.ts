import { settingsFor } from '../config/scope.ts';
import type { Severity } from '../facts/finding.ts';
import { ruleById } from '../rules/index.ts';
import type { Derived } from './project-files.ts';

/** What the configuration makes of a rule's verdict on a table (by its key) in a file: `off` also for tables that it leaves out. Undefined where the rule itself decides. */
export function levelAt({ rule, path, table }: { readonly rule: string; readonly path: string; readonly table: string }, derived: Derived): Severity | 'off' | undefined {
  const settings = settingsFor(path, derived.settings, derived.outer);
  if (settings.tableIgnores.get(table)?.includes(rule) === true) return 'off';
  return settings.rules.get(rule) ?? (ruleById(rule)?.optIn === true ? 'off' : undefined);
}
