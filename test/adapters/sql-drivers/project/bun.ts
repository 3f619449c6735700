import { Database } from 'bun:sqlite';
import { SQL, sql } from 'bun';

const db = new Database('app.db');
export const found = db.query('SELECT id FROM sessions WHERE token = $token').get({ $token: 'x' });

const pg = new SQL('postgres://localhost/app');
export const users = await pg`SELECT id FROM users WHERE email = ${'a@b.c'}`;
export const others = await sql`SELECT id FROM users WHERE name = ${'x'}`;
export const third = await Bun.sql`SELECT id FROM users WHERE city = ${'x'}`;
