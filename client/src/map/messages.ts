import type { ShownMap } from '../../../server/src/report/map/shown.ts';

/** What the editor tells the page. */
export type ToPage =
  | { readonly kind: 'map'; readonly map: ShownMap; readonly databases: boolean; readonly reading: boolean }
  /** Where the cursor is: the document's URI, and the line counted from 1. */
  | { readonly kind: 'cursor'; readonly uri: string; readonly line: number }
  /** Open the band of a table and go there. */
  | { readonly kind: 'reveal'; readonly table: string }
  | { readonly kind: 'state'; readonly standing: 'reading' | 'failed' };

/** What the page tells the editor. `ready`: it has nothing yet. */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'go'; readonly uri: string; readonly line: number; readonly column: number; readonly aside: boolean }
  | { readonly kind: 'rule'; readonly rule: string };

/** What outlives the page: it is kept by the editor, over restarts too. */
export interface PageState { readonly filter: string; /** By id of a band: whether someone opened or closed it. */ readonly bands: Readonly<Record<string, boolean>>; readonly follow: boolean; readonly scroll: number }

export const isFromPage = (message: unknown): message is FromPage => typeof message === 'object' && message !== null && 'kind' in message;
