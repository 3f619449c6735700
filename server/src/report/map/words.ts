import { count } from '../../rules/words/list.ts';
import { isTrouble, type CellState } from './kinds.ts';
import type { ShownIndex, ShownPlace, ShownQuery, ShownTable } from './shown.ts';

export const stateWords: Readonly<Record<CellState, string>> = {
  served: 'served', partly: 'half served', unserved: 'not served', whole: 'reads the whole table', unknown: 'not known', proposed: 'would serve', empty: '',
};

export const roleWords: Readonly<Record<ShownQuery['cells'][number]['role'], string>> = { equality: 'filter', range: 'range', search: 'search', join: 'join', sort: 'sort', other: 'condition' };

export const severityWords: Readonly<Record<'error' | 'warning' | 'information' | 'hint', string>> = { error: 'Error', warning: 'Warning', information: 'Note', hint: 'Hint' };

export const placeText = ({ file, line }: ShownPlace): string => `${file}:${line}`;

/** `(project_id, scene_number)` with what else makes the index what it is. */
export function indexShape({ keys, method, where }: Pick<ShownIndex, 'keys' | 'method' | 'where'>): string {
  return `(${keys.join(', ')})${method === 'btree' ? '' : ` USING ${method}`}${where === null ? '' : ` WHERE ${where}`}`;
}

export const indexTitle = (index: ShownIndex): string => `${index.name === '' ? (index.primary ? 'primary key' : 'index') : index.name} ${indexShape(index)}`;

/** What stands beside an index's name. */
export function indexFlags({ primary, unique, standing, where, method }: ShownIndex): readonly string[] {
  return [...(standing === 'proposed' ? ['proposed'] : standing === 'redundant' ? ['can go'] : []), ...(primary ? ['primary key'] : unique ? ['unique'] : []), ...(method === 'btree' ? [] : [method]), ...(where === null ? [] : [`where ${where}`])];
}

const of = (table: ShownTable, verdict: ShownQuery['verdict']): number => table.queries.filter((query) => query.verdict === verdict).length;

/** The parts of a band's headline: `3 of 12 queries not served`, `2 half served`, `4 indexes`, `1 loop`. */
export function tableCounts(table: ShownTable): readonly { readonly state: CellState | 'loop' | 'plain'; readonly text: string }[] {
  const there = table.indexes.filter((index) => index.standing !== 'proposed').length;
  const [unserved, partly, proposed] = [of(table, 'unserved'), of(table, 'partly'), table.indexes.length - there];
  return [
    ...(unserved === 0 ? [] : [{ state: 'unserved' as const, text: `${unserved} not served` }]), ...(partly === 0 ? [] : [{ state: 'partly' as const, text: `${partly} half served` }]),
    ...(proposed === 0 ? [] : [{ state: 'proposed' as const, text: `${count(proposed, 'index', 'indexes')} proposed` }]), ...(table.loops.length === 0 ? [] : [{ state: 'loop' as const, text: count(table.loops.length, 'loop', 'loops') }]),
    ...(table.findings.length === 0 ? [] : [{ state: 'plain' as const, text: count(table.findings.length, 'finding', 'findings') }]),
    { state: 'plain', text: `${count(there, 'index', 'indexes')}, ${count(table.queries.length, 'query', 'queries')}${quietWords(table, unserved, partly)}` },
  ];
}

const quietWords = (table: ShownTable, unserved: number, partly: number): string => (table.queries.length > 0 && unserved + partly === 0 && !isTrouble(table) ? (table.queries.every((q) => q.verdict === 'served') ? ', all served' : '') : '');
