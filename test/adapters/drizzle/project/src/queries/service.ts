import { eq, sql } from 'drizzle-orm';
import type { Database } from '../db/index.ts';
import * as schema from '../db/schema/index.ts';
import { posts, users } from '../db/schema/index.ts';

export class Posts {
  private readonly table = posts;
  constructor(private readonly db: Database) {}

  byAuthor(id: string) { return this.db.select().from(this.table).where(eq(this.table.authorId, id)); }

  async move(from: string, to: string) {
    await this.db.transaction(async (tx) => {
      await tx.select().from(schema.users).where(eq(schema.users.id, from)).for('update');
      await tx.update(posts).set({ authorId: to }).where(eq(posts.authorId, from));
    });
  }

  inTable(table: typeof users, email: string) { return this.db.select().from(table).where(eq(table.email, email)); }

  async anything(table: never, id: string) { return this.db.select().from(table).where(eq(users.id, id)); }
}

export const prepared = (db: Database) => db.select().from(users).where(eq(users.email, sql.placeholder('email'))).prepare('by_email');

export async function raw(db: Database, ids: string[], onlyOpen: boolean) {
  await db.execute(sql`select * from ${posts} where ${posts.authorId} in ${ids} ${onlyOpen ? sql`and ${posts.status} = 'open'` : sql``} order by ${posts.createdAt} desc`);
  await db.execute(sql.raw('select count(*) from app_comments where post_id = 1'));
  return [...ids.map((id) => id.trim()), Array.from(new Set(ids))];
}

export async function loop(db: Database, ids: string[]) {
  const seen = new Map<string, unknown>();
  for (const id of ids) seen.set(id, await db.query.users.findFirst({ where: eq(users.id, id) }));
  seen.delete(ids[0] ?? '');
  return seen;
}
