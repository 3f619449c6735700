import type { QueryFact } from '../../../facts/query.ts';

/**
 * What each method asks of the database, by Payload 3's sources (`collections/operations`, `@payloadcms/drizzle`). `limit`: rows where the call
 * does not say; `ordered`: its rows come in an order. Updates and deletions look their rows up first, and go through the ids from then on: `does` says what they are for.
 * `gives`: `docs` is a list of rows in a page of that key; `by-id` a row where the call has an id, else such a list.
 */
export interface Method {
  readonly on: 'collection' | 'versions' | 'global';
  readonly op: 'select' | 'delete' | 'insert';
  readonly does: QueryFact['does'] | null;
  readonly gives: 'docs' | 'by-id' | 'rows' | 'row' | 'value' | 'nothing';
  readonly limit: number | null;
  readonly ordered: boolean;
  readonly one: boolean;
}

const many = (gives: Method['gives'], more: Partial<Method> = {}): Method => ({ on: 'collection', op: 'select', does: null, gives, limit: null, ordered: false, one: false, ...more });

const CREATE = many('row', { op: 'insert' });

export const LOCAL: ReadonlyMap<string, Method> = new Map([
  ['find', many('docs', { limit: 10, ordered: true })], ['findByID', many('row', { one: true })], ['count', many('value')], ['update', many('by-id', { does: 'update' })], ['delete', many('by-id', { does: 'delete' })], ['create', CREATE],
  ['findVersions', many('docs', { on: 'versions', limit: 10, ordered: true })], ['countVersions', many('value', { on: 'versions' })], ['findVersionByID', many('row', { on: 'versions', one: true })],
  ['findGlobal', many('row', { on: 'global', one: true })], ['updateGlobal', many('row', { on: 'global', does: 'update', one: true })],
]);

export const DATABASE: ReadonlyMap<string, Method> = new Map([
  ['find', many('docs', { ordered: true })], ['findOne', many('row', { limit: 1, ordered: true, one: true })], ['count', many('value')], ['create', CREATE],
  ['deleteMany', many('nothing', { op: 'delete' })], ['deleteOne', many('row', { does: 'delete', limit: 1, one: true })],
  ['updateOne', many('row', { does: 'update', limit: 1, one: true })], ['updateMany', many('rows', { does: 'update', ordered: true })],
  ['findVersions', many('docs', { on: 'versions', ordered: true })], ['countVersions', many('value', { on: 'versions' })], ['deleteVersions', many('nothing', { on: 'versions', does: 'delete' })],
  ['findGlobal', many('row', { on: 'global', one: true })],
]);
