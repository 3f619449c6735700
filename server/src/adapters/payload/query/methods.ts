/**
 * What each method asks of the database, by Payload 3's sources (`collections/operations`, `@payloadcms/drizzle`). `limit`: rows where the call
 * does not say; `ordered`: its rows come in an order. Updates and deletions look
 * their rows up first, and go through the ids from then on.
 */
export interface Method { readonly on: 'collection' | 'versions' | 'global'; readonly op: 'select' | 'delete'; readonly limit: number | null; readonly ordered: boolean; readonly one: boolean }

const many = (more: Partial<Method> = {}): Method => ({ on: 'collection', op: 'select', limit: null, ordered: false, one: false, ...more });

export const LOCAL: ReadonlyMap<string, Method> = new Map([
  ['find', many({ limit: 10, ordered: true })], ['findByID', many({ one: true })], ['count', many()], ['update', many()], ['delete', many()],
  ['findVersions', many({ on: 'versions', limit: 10, ordered: true })], ['countVersions', many({ on: 'versions' })], ['findVersionByID', many({ on: 'versions', one: true })],
  ['findGlobal', many({ on: 'global', one: true })], ['updateGlobal', many({ on: 'global', one: true })],
]);

export const DATABASE: ReadonlyMap<string, Method> = new Map([
  ['find', many({ ordered: true })], ['findOne', many({ limit: 1, ordered: true, one: true })], ['count', many()], ['deleteMany', many({ op: 'delete' })], ['deleteOne', many({ limit: 1, one: true })],
  ['updateOne', many({ limit: 1, one: true })], ['updateMany', many({ ordered: true })], ['findVersions', many({ on: 'versions', ordered: true })], ['countVersions', many({ on: 'versions' })], ['deleteVersions', many({ on: 'versions' })],
  ['findGlobal', many({ on: 'global', one: true })],
]);
