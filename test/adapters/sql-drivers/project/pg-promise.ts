import pgPromise, { PreparedStatement } from 'pg-promise';

const pgp = pgPromise();
const db = pgp('postgres://localhost/app');

export const user = (email: string) => db.oneOrNone('SELECT * FROM users WHERE email = $<email>', { email });
export const listed = (ids: number[]) => db.any('SELECT * FROM users WHERE id IN ($1:csv)', [ids]);
export const inTask = () => db.tx(async (t) => t.many('SELECT id FROM users WHERE city = $1', ['x']));
export const prepared = new PreparedStatement({ name: 'find', text: 'SELECT id FROM users WHERE nick = $1' });
