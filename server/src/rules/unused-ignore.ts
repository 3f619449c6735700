import type { RuleMeta } from './rule.ts';

/** Raised by the engine, which alone knows what an ignore comment silenced. */
export const unusedIgnore: RuleMeta & { readonly scope: 'engine' } = {
  id: 'unused-ignore',
  family: 'meta',
  summary: 'An ignore comment silences nothing.',
  defaultSeverity: 'information',
  scope: 'engine',
};
