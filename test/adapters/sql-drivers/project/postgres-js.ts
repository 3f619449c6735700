import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL ?? '');

export const byId = (id: string) => sql`SELECT id, title FROM articles WHERE id = ${id}`;

export function list({ author, tags, newest }: { author?: string; tags?: string[]; newest: boolean }) {
  const byTag = tags ? sql`AND tag = ANY(${tags})` : sql``;
  return sql<{ id: string }[]>`
    SELECT id FROM articles
    WHERE published = true
    ${author ? sql`AND author_id = ${author}` : sql``}
    ${byTag}
    ORDER BY ${newest ? sql`created_at DESC` : sql`created_at ASC`}
    LIMIT ${20}
  `;
}

export const inside = (ids: string[]) => sql`SELECT title FROM articles WHERE slug IN ${sql(ids)}`;
export const column = () => sql`SELECT ${sql('title')} FROM ${sql('articles')} WHERE ${sql('slug')} = ${'x'}`;
export const update = (row: { title: string }, id: string) => sql`UPDATE articles SET ${sql(row, 'title')} WHERE slug = ${id}`;
export const insert = (row: { title: string }) => sql`INSERT INTO articles ${sql(row)}`;
export const raw = () => sql.unsafe('SELECT id FROM articles WHERE views > $1', [10]);

export async function move(from: string, to: string) {
  await sql.begin(async (tx) => {
    await tx`UPDATE articles SET author_id = ${to} WHERE author_id = ${from}`;
  });
}
