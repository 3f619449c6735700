import { pageOf } from '../../host/pages.ts';
import type { RulePageParams, RulePageResult } from '../protocol.ts';

/** `sargable/rulePage`. */
export function rulePage({ rule }: RulePageParams): RulePageResult | null {
  const markdown = pageOf(rule);
  return markdown === null ? null : { markdown };
}
