import type { ConfigNode } from './node.ts';
import { count, fieldsOf, flag, namedIn, type Reader, ruleList, text } from './reader.ts';
import type { ColumnSettings, TableSettings } from './settings.ts';

export const TABLE_KEYS = ['rows', 'writeHeavy', 'ignore', 'reason', 'columns'] as const;
export const COLUMN_KEYS = ['fewValues', 'ignore', 'reason'] as const;

/** `tables`: what holds for one table, by its name. */
export const tablesOf = (reader: Reader, node: ConfigNode): ReadonlyMap<string, TableSettings> =>
  new Map(namedIn(reader, node, 'an object of table and what holds for it').map(({ key, value }) => [key.toLowerCase(), tableOf(reader, value)]));

function tableOf(reader: Reader, node: ConfigNode): TableSettings {
  const at = fieldsOf(reader, node, TABLE_KEYS, 'an object such as { "ignore": ["unindexed-filter"] }');
  const columns = at.get('columns');
  return {
    rows: count(reader, at.get('rows')) ?? null, writeHeavy: flag(reader, at.get('writeHeavy')) ?? false, ignore: ruleList(reader, at.get('ignore')), reason: text(reader, at.get('reason')) ?? '',
    columns: new Map(columns === undefined ? [] : namedIn(reader, columns, 'an object of column and what holds for it').map(({ key, value }) => [key.toLowerCase(), columnOf(reader, value)])),
  };
}

function columnOf(reader: Reader, node: ConfigNode): ColumnSettings {
  const at = fieldsOf(reader, node, COLUMN_KEYS, 'an object such as { "fewValues": true }');
  return { fewValues: flag(reader, at.get('fewValues')) ?? false, ignore: ruleList(reader, at.get('ignore')), reason: text(reader, at.get('reason')) ?? '' };
}
