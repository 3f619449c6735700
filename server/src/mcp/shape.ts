import type { Snapshot } from '../engine/api.ts';
import type { Site } from '../facts/finding.ts';
import { placesOf } from '../report/places.ts';
import type { Schema } from './tool.ts';

const text: Schema = { type: 'string' };
const number: Schema = { type: 'integer' };

/** Lines and columns from 1. */
export const PLACE = { file: text, line: number, column: number } as const;

export const FINDING: Schema = {
  type: 'object', required: ['rule', 'severity', 'message', 'advice', 'file', 'line', 'column', 'endLine', 'endColumn', 'table', 'columns', 'related', 'fingerprint'],
  properties: {
    rule: text, severity: { type: 'string', enum: ['error', 'warning', 'information', 'hint'] }, message: text, advice: { type: 'string', description: 'What to do; empty where that is not known.' }, ...PLACE, endLine: number, endColumn: number,
    table: text, columns: { type: 'array', items: text }, related: { type: 'array', items: { type: 'object', required: ['file', 'line', 'column', 'message'], properties: { ...PLACE, message: text } } }, fingerprint: text,
  },
};

type Told = Pick<Site, 'rule' | 'severity' | 'message' | 'advice' | 'path' | 'span' | 'table' | 'columns' | 'related' | 'fingerprint'>;

/** Offsets of a snapshot as lines and columns from 1. */
export function placing(snapshot: Snapshot): (place: Pick<Site, 'path' | 'span'>) => { readonly file: string; readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number } {
  const places = placesOf(snapshot, { scopes: [''], base: '' });
  return ({ path, span }) => { const { start, end } = places.range(path, span); return { file: path, line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 }; };
}

/** Places that belong to a finding, at most so many: one need may have hundreds of queries. */
const MOST_RELATED = 12;

export function findingData(finding: Told, at: ReturnType<typeof placing>): Readonly<Record<string, unknown>> {
  const { rule, severity, message, advice, table, columns, fingerprint } = finding;
  const related = finding.related.slice(0, MOST_RELATED).map((one) => { const { file, line, column } = at(one); return { file, line, column, message: one.message }; });
  return { rule, severity, message, advice, ...at(finding), table, columns, related, fingerprint };
}

export function findingText(finding: Told, at: ReturnType<typeof placing>): string {
  const { file, line, column } = at(finding);
  return `${file}:${line}:${column} ${finding.severity}: ${finding.message}${finding.advice === '' ? '' : `\n  ${finding.advice}`}\n  (${finding.rule})`;
}
