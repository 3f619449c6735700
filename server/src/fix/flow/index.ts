import type { Fix } from '../fix.ts';
import type { FlowFixInput } from './asked.ts';
import { bulkFixes } from './bulk.ts';
import { joinFixes } from './join.ts';
import { loadFixes } from './load.ts';
import { manyFixes } from './many.ts';
import { showFixes } from './show.ts';

/** What can be done about a finding on loops and sequences of queries; where a batch cannot be written safely, how it would be written. */
export function flowFixes(input: FlowFixInput): readonly Fix[] {
  const written = [...loadFixes(input), ...manyFixes(input), ...bulkFixes(input), ...joinFixes(input)];
  return written.length > 0 ? written : showFixes(input);
}

export type { AskedFlow, FlowFixInput } from './asked.ts';
