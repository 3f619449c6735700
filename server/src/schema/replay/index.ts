export { clip, MOST_NAME_BYTES as MAX_BYTES } from '../../sql/identifiers.ts';
export type { PlacedStatement, ReplayProblem, ReplayResult, ViewOp } from './draft.ts';
export { mergeTable } from './merge.ts';
export { foldName, tableKey } from './names.ts';
export { replay } from './replay.ts';
export { indexSignature } from './same-index.ts';
export { typeClass } from './type-class.ts';
