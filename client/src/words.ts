import type { FolderStatus } from '../../server/src/lsp/protocol.ts';

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `2 warnings, 3 notes`, as the command line counts them; empty where there is nothing. */
export function findingsText({ error, warning, information, hint }: FolderStatus['findings']): string {
  const parts = [[error, 'error'], [warning, 'warning'], [information, 'note'], [hint, 'hint']] as const;
  return parts.filter(([count]) => count > 0).map(([count, word]) => counted(count, word)).join(', ');
}

/** Silence must be told from blindness: never without what was not understood. */
export const readText = (queries: number, unread: number): string => `${counted(queries, 'query', 'queries')} read, ${unread} not understood`;
