import { eq, lt, sql } from 'drizzle-orm';
import { db } from '../db/client.ts';
import { customers, sessions } from '../db/schema.ts';

export async function signIn(email: string) {
  const [customer] = await db.select().from(customers)
    .where(sql`lower(${customers.email}) = ${email.toLowerCase()}`);
  return customer;
}

export async function customerOfSession(token: string) {
  const [row] = await db.select({ customer: customers })
    .from(sessions)
    .innerJoin(customers, eq(customers.id, sessions.customerId))
    .where(eq(sessions.token, token));
  return row?.customer;
}

export async function customerById(id: string) {
  const [customer] = await db.select().from(customers).where(eq(customers.id, id));
  return customer;
}

export async function rename(id: string, name: string) {
  await db.update(customers).set({ name }).where(eq(customers.id, id));
}

export async function dropExpiredSessions(now: Date) {
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
}
