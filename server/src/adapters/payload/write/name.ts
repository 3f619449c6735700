import type { IndexSpec } from '../../../facts/finding.ts';
import { columnsOf } from '../../../facts/walk.ts';
import { indexName } from '../names.ts';

/** The name that Payload gives the index of a field: `posts_section_idx`; of several, the way of its names goes on. */
export const nameIndex = (spec: IndexSpec): string => indexName([spec.table.replaceAll('.', '_'), ...spec.keys.flatMap(({ expr }) => columnsOf(expr).map(({ column }) => column))].join('_'));
