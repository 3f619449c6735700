import mysql, { type Pool, type PoolConnection } from 'mysql2/promise';
import { createPool } from 'mysql2';

const connection = await mysql.createConnection({ host: 'localhost' });
export const rows = connection.execute('SELECT `id` FROM `users` WHERE `email` = ?', ['a']);

const pool = createPool({ uri: 'mysql://localhost', namedPlaceholders: true });
export const listed = (ids: number[]) => pool.promise().query('SELECT * FROM users WHERE id IN (?) AND ?? = ? ORDER BY created_at DESC LIMIT ?, ?', [ids, 'city', 'x', 0, 10]);
export const named = (email: string) => pool.query({ sql: 'SELECT * FROM users u USE INDEX (by_email) WHERE u.email = :email AND u.deleted_at <=> NULL' }, { email });
export const streamed = () => pool.query('SELECT * FROM orders WHERE note LIKE "%x%"').stream();

export class Orders {
  constructor(private readonly db: Pool) {}

  async move(from: number, to: number): Promise<void> {
    const held: PoolConnection = await this.db.getConnection();
    await held.query('UPDATE orders o JOIN users u ON u.id = o.user_id SET o.user_id = ? WHERE u.email = ? AND o.status = ?', [to, from, 'open']);
    await held.query(`INSERT INTO orders SET ? ON DUPLICATE KEY UPDATE ?`, [{ from }, { to }]);
    await held.execute('DELETE FROM orders WHERE user_id = ? ORDER BY created_at LIMIT 10', [from]);
    await held.query('DELETE o FROM orders o JOIN users u ON u.id = o.user_id WHERE u.city = ?', [from]);
    await held.query('INSERT INTO orders (a, b) VALUES ?', [[[1, 2]]]);
  }

  byStatus(status: string, table: string): Promise<unknown> {
    return this.db.query(`SELECT * FROM \`orders\` WHERE status = ${this.db.escape(status)} AND MATCH(note) AGAINST (?)`, [table]);
  }
}

export const schema = pool.query('CREATE TABLE IF NOT EXISTS orders (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, note TEXT, FULLTEXT KEY (note)) ENGINE=InnoDB');
