import type { Site } from '../../facts/finding.ts';
import type { AskedFlow } from '../../fix/index.ts';
import { type Judged, type JudgeGround, placeOf, queryOf } from './judge.ts';
import { seeRelation } from './relations.ts';

/** What a flow rule spoke of at a site, for its fixes; null where the site is not one of these. */
export function askedOf(site: Site, judged: Iterable<Judged>, ground: JudgeGround): AskedFlow | null {
  for (const { summary, spoken } of judged) {
    if (summary.unit.file !== site.path) continue;
    const found = spoken.find(({ rule, verdict }) => rule === site.rule && verdict.span.start === site.span.start && verdict.span.end === site.span.end && verdict.message === site.message);
    if (found !== undefined) return { summary, event: found.event, queryOf: (ref) => queryOf(ref, ground), relationOf: (model, name) => seeRelation(ground.linked, model, name), placeOf: (place) => placeOf(place, ground.code) };
  }
  return null;
}
