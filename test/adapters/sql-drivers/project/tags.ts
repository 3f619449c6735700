import { createPool, sql } from 'slonik';
import SQL from 'sql-template-strings';
import type { Pool } from 'pg';
import { PrismaClient, Prisma } from '@prisma/client';

const prisma = new PrismaClient();

export const slonik = async (name: string) => (await createPool('postgres://')).maybeOne(sql.unsafe`SELECT id FROM pets WHERE ${sql.identifier(['pets', 'name'])} = ${name}`);
export const appended = (pool: Pool, name: string) => pool.query(SQL`SELECT id FROM pets WHERE name = ${name}`);
export const viaPrisma = (ids: string[], kind?: string) => prisma.$queryRaw`SELECT * FROM pets WHERE id IN (${Prisma.join(ids)}) ${kind ? Prisma.sql`AND kind = ${kind}` : Prisma.empty}`;
export const unsafe = () => prisma.$queryRawUnsafe('SELECT * FROM pets WHERE chip = $1', 'x');
