import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

/** A folder on disk with these files; removed after the tests. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sargable-protocol-')));
  after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  return root;
}

export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export const schema = `import { index, integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';

export const posts = pgTable('posts', {
  id: serial('id').primaryKey(),
  authorId: integer('author_id').notNull(),
  slug: text('slug').notNull().unique(),
  createdAt: timestamp('created_at').notNull(),
}, (t) => [index('posts_created_at_idx').on(t.createdAt)]);
`;

export const db = `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.DATABASE_URL!, { schema });
`;

export const queries = `import { eq } from 'drizzle-orm';
import { db } from './db';
import { posts } from './schema';

export const bySlug = (slug: string) => db.select().from(posts).where(eq(posts.slug, slug));

export const byAuthor = (author: number) => db.select().from(posts).where(eq(posts.authorId, author));
`;

/** One query of two is not served. */
export const blog = (): Record<string, string> => ({ 'package.json': '{ "dependencies": { "drizzle-orm": "^0.45.0", "pg": "^8.0.0" } }', 'src/schema.ts': schema, 'src/db.ts': db, 'src/queries.ts': queries });
