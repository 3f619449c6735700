import type { RuleMeta } from './rule.ts';

/** Raised by the engine, beside `unused-ignore`. */
export const ignoreWithoutReason: RuleMeta & { readonly scope: 'engine' } = {
  id: 'ignore-without-reason',
  family: 'meta',
  summary: 'An ignore comment does not say why.',
  defaultSeverity: 'information',
  optIn: true,
  scope: 'engine',
};
