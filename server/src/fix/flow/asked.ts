import type { Site } from '../../facts/finding.ts';
import type { FlowEvent, Summary } from '../../link/flow/summary.ts';
import type { FlowContext } from '../../rules/rule.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import type { Writers } from '../add-index.ts';

/** What a flow rule spoke of, as it was judged. `event`: the number in the summary's events; null for a verdict on more than one of them. */
export interface AskedFlow extends Pick<FlowContext, 'queryOf' | 'relationOf' | 'placeOf'> { readonly summary: Summary; readonly event: number | null }

export interface FlowFixInput { readonly site: Site; readonly asked: AskedFlow; readonly writers: Writers; readonly view: WorkspaceView }

export const eventOf = ({ summary, event }: AskedFlow): FlowEvent | null => (event === null ? null : (summary.events[event] ?? null));
