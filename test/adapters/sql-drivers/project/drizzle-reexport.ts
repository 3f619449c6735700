import { db, sql } from '@app/db';

export const reserved = async (id: string) => await db.get<{ id: number }>(sql`SELECT id FROM runs WHERE monitor_id = ${id}`);
