import { count } from '../../rules/words/list.ts';
import { askOf, kindsOf } from './kinds.ts';
import type { ShownTable } from './shown.ts';
import { indexTitle, placeText, stateWords } from './words.ts';

/** A band in words alone, line by line: what the picture shows, for those who do not see it and for pasting elsewhere. */
export function plainText(table: ShownTable): string {
  const titles = new Map(table.indexes.map((index) => [index.id, indexTitle(index)]));
  const by = (ids: readonly string[]): string => ids.map((id) => titles.get(id) ?? id).join(' and ');
  const indexes = table.indexes.map((index) => `  ${indexTitle(index)}${index.standing === 'there' ? '' : `, ${index.standing === 'proposed' ? 'proposed' : 'can go'}`}${index.because === '' ? '' : `: ${index.because}`}`);
  const queries = kindsOf(table).map((kind, i) => {
    const { verdict, by: serving, wants } = kind.first;
    const how = `${stateWords[verdict]}${serving.length === 0 || verdict === 'unserved' ? '' : ` by ${by(serving)}`}${wants === null ? '' : `, ${by([wants])} would serve`}`;
    return `  ${i + 1}. ${askOf(kind)}: ${how}. ${placeText(kind.first.place)}${kind.queries.length === 1 ? '' : ` and ${count(kind.queries.length - 1, 'more place', 'more places')}`}`;
  });
  const loops = table.loops.map((loop) => `  ${loop.message} ${loop.path.map((step) => `${step.message} ${placeText(step.place)}`).join(' > ')}`);
  const part = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines]);
  return [table.name, ...part('Indexes', indexes), ...part('Queries', queries), ...part('Loops', loops)].join('\n');
}
