import { pool } from '../db/client.ts';

export async function stockMovements(bookId: number, since: Date) {
  const { rows } = await pool.query(
    `SELECT moved_at, delta
       FROM stock_movements
      WHERE book_id = $1 AND moved_at >= $2
      ORDER BY moved_at`,
    [bookId, since],
  );
  return rows;
}

export async function lastMovement(bookId: number) {
  const { rows } = await pool.query('SELECT * FROM stock_movements WHERE book_id = $1 ORDER BY moved_at DESC LIMIT 1', [bookId]);
  return rows[0];
}
