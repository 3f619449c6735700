import type { Severity } from '../../facts/finding.ts';
import type { FlowEvent, Repeater, Summary } from '../../link/flow/summary.ts';
import { atMost } from '../certainty.ts';
import type { FlowContext, FlowVerdict } from '../rule.ts';
import { actText, subjectText } from '../words/loop.ts';
import { roundsSeen } from './repeated.ts';

/** A unit of work that is sent and committed in each round, though one commit after the loop would send all that the rounds have changed. */
export function repeatedFlushes(summary: Summary, context: FlowContext, asked: Severity): readonly FlowVerdict[] {
  if (context.role !== 'application') return [];
  return summary.events.flatMap((event, index) => {
    const loop = event.what.kind === 'flush' ? innermost(event, summary) : null;
    if (loop === null || loop.guarded === true || loop.form === 'while' || roundsSeen(loop, context) !== 'many') return [];
    const place = context.placeOf(event.at);
    return place.path === context.path ? [{ table: null, catalog: null, event: index, verdict: {
      severity: event.sometimes ? atMost(asked, 'hint') : atMost(asked, 'information'), confidence: 'medium' as const,
      message: `${subjectText(loop, null)} ${actText('sends its changes to the database', event.via, context.path)}: a round trip for each of them.`,
      span: place.span, columns: [], suggestion: null, related: [{ role: 'loop' as const, ...context.placeOf(loop.head), message: loop.name === '' ? 'the loop' : `the loop over ${loop.name}` }],
      instead: 'commit or flush once after the loop, where its rounds need not stand for themselves',
    } }] : [];
  });
}

const innermost = (event: FlowEvent, summary: Summary): Repeater | null => summary.repeaters.find((r) => r.id === event.loops.at(-1)) ?? null;
