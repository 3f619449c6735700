import { sql } from 'drizzle-orm';
import { db } from './database';
import { users } from './schema';

export const rows = () => db.execute(sql`SELECT * FROM users WHERE email = ${'x'}`);
export const part = sql`select ${users.id} from ${users}`;
export const plain = () => db.all(sql.raw('select id from users where email = 1'));
