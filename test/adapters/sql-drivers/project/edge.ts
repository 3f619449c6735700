import { createClient } from '@libsql/client/web';

const turso = createClient({ url: 'libsql://db' });

export const one = (id: string) => turso.execute({ sql: 'SELECT * FROM links WHERE short = ?', args: [id] });
export const many = () => turso.batch(['DELETE FROM links WHERE clicks = 0', { sql: 'SELECT short FROM links WHERE owner = :owner', args: { owner: 'x' } }], 'write');

export default {
  async fetch(request: Request, env: { DB: D1Database }): Promise<Response> {
    const { results } = await env.DB.prepare('SELECT * FROM links WHERE owner = ?1').bind('x').all();
    const first = await env.DB.prepare('SELECT clicks FROM links WHERE target = ?').bind('y').first('clicks');
    return Response.json({ results, first });
  },
};
