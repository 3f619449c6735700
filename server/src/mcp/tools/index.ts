import type { Tool } from '../tool.ts';
import { budget } from './budget.ts';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { proposeIndex } from './propose-index.ts';
import { schema } from './schema.ts';

export const tools: readonly Tool[] = [check, schema, explain, proposeIndex, budget];
