import { neon, Pool } from '@neondatabase/serverless';
import { sql as vercel } from '@vercel/postgres';

const sql = neon(process.env.DATABASE_URL!);

export const posts = (author: string) => sql`SELECT * FROM posts WHERE author = ${author}`;
export const called = (author: string) => sql.query('SELECT * FROM posts WHERE slug = $1', [author]);
export const both = () => sql.transaction([sql`DELETE FROM posts WHERE slug = ${'a'}`, sql`SELECT 1`]);
export const cart = async (user: string) => (await vercel`SELECT * FROM carts WHERE user_id = ${user};`).rows;
export const pooled = new Pool().query('SELECT id FROM carts WHERE token = $1');
