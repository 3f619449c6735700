import type { FlowEvent, Repeater, Summary } from '../../link/flow/summary.ts';
import type { FlowContext, FlowVerdict } from '../rule.ts';
import { actText, subjectText } from '../words/loop.ts';
import type { Led } from './led.ts';
import { roundsSeen } from './repeated.ts';

/**
 * A unit of work that is sent and committed in each round, though one commit after the loop would send all that the rounds have changed. Once for each place, not where the
 * same call is told of already, and
 * neither where only some rounds do so somewhere below nor further down than one call: what is handed on there may never run.
 */
export function repeatedFlushes(summary: Summary, context: FlowContext, led: readonly Led[]): readonly FlowVerdict[] {
  if (context.role !== 'application') return [];
  const told = new Set(led.map(({ one }) => one.event.at.at.join()));
  return summary.events.flatMap((event, index) => {
    const at = event.at.at.join();
    const loop = event.what.kind === 'flush' && !told.has(at) ? innermost(event, summary) : null;
    if (loop === null || loop.guarded === true || loop.form === 'while' || event.via.length > (event.sometimes ? 0 : 1) || roundsSeen(loop, context) !== 'many') return [];
    told.add(at);
    return tell(event, index, loop, context);
  });
}

function tell(event: FlowEvent, index: number, loop: Repeater, context: FlowContext): readonly FlowVerdict[] {
  const place = context.placeOf(event.at);
  if (place.path !== context.path) return [];
  return [{ table: null, catalog: null, event: index, verdict: {
    severity: event.sometimes ? 'hint' : 'information', confidence: 'medium',
    message: `${subjectText(loop, null)} ${actText('sends its changes to the database', event.via, context.path)}: a round trip for each of them.`,
    span: place.span, columns: [], suggestion: null, related: [{ role: 'loop', ...context.placeOf(loop.head), message: loop.name === '' ? 'the loop' : `the loop over ${loop.name}` }],
    instead: 'commit or flush once after the loop, where its rounds need not stand for themselves',
  } }];
}

const innermost = (event: FlowEvent, summary: Summary): Repeater | null => summary.repeaters.find((r) => r.id === event.loops.at(-1)) ?? null;
