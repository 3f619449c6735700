import { rules } from '../../rules/index.ts';
import type { RulesResult } from '../protocol.ts';

/** `sargable/rules`. */
export const listRules = (): RulesResult => ({ rules: rules.map(({ id, summary }) => ({ id, summary })) });
