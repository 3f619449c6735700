import { drizzle } from 'drizzle-orm/pg-proxy';
import * as schema from './schema/index.ts';

export const db = drizzle(async () => ({ rows: [] }), { schema, casing: 'snake_case' });
export type Database = typeof db;
