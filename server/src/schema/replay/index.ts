export { clip, MAX_BYTES } from './default-names.ts';
export type { PlacedStatement, ReplayProblem, ReplayResult, ViewOp } from './draft.ts';
export { mergeTable } from './merge.ts';
export { foldName, tableKey } from './names.ts';
export { replay } from './replay.ts';
export { indexSignature } from './same-index.ts';
export { typeClass } from './type-class.ts';
