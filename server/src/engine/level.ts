import { settingsFor } from '../config/scope.ts';
import type { Severity } from '../facts/finding.ts';
import { ruleById } from '../rules/index.ts';
import type { Derived } from './project-files.ts';

/** A rule's verdict on a table (by its key) in a file. */
export interface LevelAsked { readonly rule: string; readonly path: string; readonly table: string }

/** What the configuration makes of a rule's verdict: `off` also for tables that it leaves out. Undefined where the rule itself decides. */
export const levelAt = (asked: LevelAsked, derived: Derived): Severity | 'off' | undefined => (isLeftOut(asked, derived) ? 'off' : levelOf(asked, derived));

/** Whether the rule would speak if the configuration did not leave out the table. */
export const isIgnored = (asked: LevelAsked, derived: Derived): boolean => isLeftOut(asked, derived) && levelOf(asked, derived) !== 'off';

const isLeftOut = ({ rule, path, table }: LevelAsked, derived: Derived): boolean => settingsFor(path, derived.settings, derived.outer).tableIgnores.get(table)?.includes(rule) === true;

const levelOf = ({ rule, path }: LevelAsked, derived: Derived): Severity | 'off' | undefined =>
  settingsFor(path, derived.settings, derived.outer).rules.get(rule) ?? (ruleById(rule)?.optIn === true ? 'off' : undefined);
