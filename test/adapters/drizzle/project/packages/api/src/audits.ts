import { and, audits, db, eq } from '@acme/db';

export const mine = (actor: string) => db.select().from(audits).where(and(eq(audits.actor, actor), eq(audits.at, new Date()))).get();
