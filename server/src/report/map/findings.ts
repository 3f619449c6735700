import type { Draw } from './draw.ts';
import { esc } from './escape.ts';
import { mark } from './marks.ts';
import type { ShownFinding, ShownLoop } from './shown.ts';
import { severityWords } from './words.ts';

/** Message, advice, the code, and places that belong to it. */
export function findingHtml(finding: ShownFinding, draw: Draw, { times = 1, places = true, code = true }: { readonly times?: number; /** Whether its own place is named. */ readonly places?: boolean; readonly code?: boolean } = {}): string {
  const many = times > 1 ? ` <span class="times">×${times}</span>` : '';
  const advice = finding.advice === '' ? '' : `<p class="advice">${esc(finding.advice)}</p>`;
  const at = places ? `<span class="at">${draw.place(finding.place)}</span> ` : '';
  return `<div class="finding ${finding.severity}" data-finding="${esc(finding.fingerprint)}"><div class="said"><p class="message"><span class="severity">${severityWords[finding.severity]}</span> ${esc(finding.message)}${many}</p>${advice}<p class="where">${at}${draw.rule(finding.rule)}</p>${relatedHtml(finding, draw)}</div>${code ? draw.excerpt(finding) : ''}</div>`;
}

/** Places of other findings are told with those, and where the table is declared at the top of its band. */
function relatedHtml({ related }: ShownFinding, draw: Draw): string {
  const own = related.filter((step) => step.role !== 'call-site' && step.role !== 'schema');
  return own.length === 0 ? '' : `<ul class="related">${own.map((step) => `<li>${draw.place(step.place)} ${esc(step.message)}</li>`).join('')}</ul>`;
}

/** A loop with the way down from it to the query, step by step. */
function loopHtml(loop: ShownLoop, draw: Draw): string {
  const steps = loop.path.map((step) => `<li class="step s-${step.role}"><span class="what">${esc(step.message)}</span> <span class="at">${draw.place(step.place)}</span></li>`);
  const advice = loop.advice === '' ? '' : `<p class="advice">${esc(loop.advice)}</p>`;
  return `<li class="loop-entry ${loop.severity}" data-finding="${esc(loop.fingerprint)}"><p class="message">${mark('loop')}<span class="severity">${severityWords[loop.severity]}</span> ${esc(loop.message)}</p><ol class="path">${steps.join('')}</ol>${advice}${draw.excerpt(loop)}<p class="where">${draw.rule(loop.rule)}</p></li>`;
}

export const loopsHtml = (loops: readonly ShownLoop[], draw: Draw): string => (loops.length === 0 ? '' : `<div class="loops"><h4>${loops.length === 1 ? 'Loop' : 'Loops'}</h4><ul>${loops.map((loop) => loopHtml(loop, draw)).join('')}</ul></div>`);
