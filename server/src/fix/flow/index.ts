import type { Fix } from '../fix.ts';
import type { FlowFixInput } from './asked.ts';
import { bulkFixes } from './bulk.ts';
import { joinFixes } from './join.ts';
import { loadFixes } from './load.ts';
import { manyFixes } from './many.ts';

/** What can be done about a finding on loops and sequences of queries; nothing where it cannot be written safely. */
export function flowFixes(input: FlowFixInput): readonly Fix[] {
  return [...loadFixes(input), ...manyFixes(input), ...bulkFixes(input), ...joinFixes(input)];
}

export type { AskedFlow, FlowFixInput } from './asked.ts';
