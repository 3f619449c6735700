import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userOf } from './user.ts';
import type { Workbench } from './workbench.ts';

const CODE = `import { Pool } from 'pg';
import postgres from 'postgres';

const pool = new Pool();
const sql = postgres();

export const byPublisher = (publisher: number) =>
  pool.query('SELECT id, title FROM books WHERE publisher_id = $1 ORDER BY published_on DESC', [publisher]);

export const search = (title: string, since?: Date) => sql\`
  SELECT b.id, b.title, count(r.id) AS reviews -- how many
  FROM books b
  LEFT JOIN reviews r ON r.book_id = b.id
  WHERE b.title ILIKE \${title + '%'} \${since ? sql\`AND b.published_on >= \${since}\` : sql\`\`}
  GROUP BY b.id
  LIMIT 20\`;

const cleanup = /* sql */ \`DELETE FROM sessions WHERE expires_at < now() - interval '30 days'\`;
export const sweep = () => pool.query(cleanup);
`;

/** SQL inside TypeScript, coloured by the editor; its picture is left in `shots`. */
export async function colours({ page, host }: Workbench, folder: string, shots: string): Promise<void> {
  const user = userOf(page);
  writeFileSync(join(folder, 'src/sql.ts'), CODE);
  await user.start(`http://${host}/?folder=${encodeURIComponent(folder)}`);
  await user.openFile('sql.ts');
  const colourOf = (text: string): Promise<string> => page.locator('.view-line span span', { hasText: new RegExp(`^${text}$`) }).first().evaluate((span) => (Reflect.get(globalThis, 'getComputedStyle') as (of: typeof span) => { readonly color: string })(span).color);
  await page.locator('.view-line span span', { hasText: /^SELECT$/ }).first().waitFor({ timeout: 45_000 });
  // A keyword, a name and a string of SQL are told apart, in a string and in a template; the hole is TypeScript.
  const [keyword, name, string] = [await colourOf('SELECT'), await colourOf('.*b.id.*'), await colourOf("'30.days'")];
  assert.ok(keyword !== name && keyword !== string && name !== string, `${keyword}, ${name}, ${string}`);
  assert.equal(await colourOf('DELETE'), keyword);
  await page.screenshot({ path: join(shots, 'colours.png'), clip: { x: 0, y: 0, width: 1200, height: 520 } });
}
