import pg, { type Pool, type PoolClient } from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

const ORDER_COLUMNS = 'o.id, o.total, o.placed_at';
const BY_STATUS = `
  SELECT ${ORDER_COLUMNS}
  FROM orders o
  WHERE o.status = $1
  ORDER BY o.placed_at DESC
`;

export async function customerByEmail(email: string) {
  const { rows } = await pool.query('SELECT id, name FROM customers WHERE email = $1 AND deleted_at IS NULL', [email]);
  return rows[0] ?? null;
}

export const ordersByStatus = (status: string) => pool.query(BY_STATUS, [status]);

export async function named(id: string) {
  return pool.query({ name: 'order-by-id', text: 'SELECT * FROM orders WHERE note = \'it\'\'s\' AND id = $1', values: [id] });
}

export async function search(filter: { status?: string; from?: Date; ids?: string[] }) {
  const values: unknown[] = [];
  let text = 'SELECT id FROM orders WHERE tenant_id = $1';
  if (filter.status) {
    values.push(filter.status);
    text += ` AND status = $${values.length}`;
  }
  if (filter.ids?.length) text += ` AND id IN (${filter.ids.map((_, i) => `$${i + 2}`).join(', ')})`;
  text += ' ORDER BY placed_at LIMIT 50';
  return pool.query(text, values);
}

export async function filtered(client: PoolClient, name?: string, city?: string) {
  const where = ['deleted_at IS NULL'];
  if (name) where.push('name = $1');
  if (city) where.push('city = $2');
  return client.query(`SELECT id FROM customers WHERE ${where.join(' AND ')}`);
}

export class OrderStore {
  private readonly sql = 'DELETE FROM orders ' + 'WHERE expires_at < ' + '$1';
  constructor(private readonly pool: Pool) {}
  async purge(now: Date) {
    await this.pool.query(this.sql, [now]);
  }
  async dynamic(column: string, table: string) {
    return this.pool.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [1]);
  }
}

export async function stream() {
  const client = await pool.connect();
  const cursor = client.query(new Cursor('SELECT id FROM events WHERE kind = $1', ['click']));
  client.query(new QueryStream('SELECT id FROM events WHERE seen = false'));
  return cursor;
}

export async function wrapper(text: string, values: unknown[]) {
  return pool.query(text, values);
}

export async function broken() {
  return pool.query('SELECT id FROM WHERE )) AND');
}
