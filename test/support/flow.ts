import type { Finding, Site } from '../../server/src/facts/finding.ts';
import { ruleById } from '../../server/src/rules/index.ts';
import { lineIndex, positionAt } from '../../server/src/text/lines.ts';
import { workspaceOf } from './workspace.ts';

type Files = Readonly<Record<string, string>>;

const isOfFlow = ({ rule }: Site): boolean => ruleById(rule)?.scope === 'flow';

/** What the flow rules say of files in memory, in file order. `config` becomes the folder's sargable.jsonc. */
export const flowFindings = (files: Files, config?: object): readonly Finding[] => workspaceOf(files, config).snapshot().findings().filter(isOfFlow);

/**
 * The same, a line each, for tests that compare: `app/api.py:12 n-plus-one-query (warning): This loop …`. Lines are 1-based. `related`: with the places that belong to it,
 * `  loop app/api.py:11` and so on.
 */
export function flowLines(files: Files, { config, related = false }: { readonly config?: object; readonly related?: boolean } = {}): readonly string[] {
  const lineOf = (path: string, offset: number): number => positionAt(lineIndex(files[path] ?? ''), offset).line + 1;
  return flowFindings(files, config).flatMap((site) => [
    `${site.path}:${lineOf(site.path, site.span.start)} ${site.rule} (${site.severity}): ${site.message}`,
    ...(related ? site.related.map((place) => `  ${place.role} ${place.path}:${lineOf(place.path, place.span.start)}`) : []),
  ]);
}
