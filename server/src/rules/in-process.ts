import type { FlowContext, SentQuery } from './rule.ts';

/** SQLite in the program's own process: nothing is on the way between its statements, and a row by its key costs microseconds. */
export const runsInProcess = ({ catalog, fact }: SentQuery, context: FlowContext): boolean => catalog?.dialect === 'sqlite' && fact !== null && context.inProcess(fact.adapter);
