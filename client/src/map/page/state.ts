import type { FromPage, PageState } from '../messages.ts';

interface Host { postMessage(message: FromPage): void; getState(): unknown; setState(state: PageState): void }
declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();

export const tell = (message: FromPage): void => host.postMessage(message);

const fresh: PageState = { filter: '', bands: {}, follow: true, scroll: 0 };

const isState = (value: unknown): value is PageState => typeof value === 'object' && value !== null && 'bands' in value && 'filter' in value && 'follow' in value && 'scroll' in value;

let current: PageState = ((known: unknown) => (isState(known) ? known : fresh))(host.getState());

/** What was kept of an earlier page. */
export const state = (): PageState => current;

export function keep(changes: Partial<PageState>): void {
  current = { ...current, ...changes };
  host.setState(current);
}
