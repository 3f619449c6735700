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
  await page.locator('.view-line span span', { hasText: /^SELECT$/ }).first().waitFor({ timeout: 45_000 });
  const { keyword, deletion, name, string } = await coloured(page, { keyword: '^SELECT$', deletion: '^DELETE$', name: 'b.id', string: "^'30.days'$" });
  // A keyword, a name and a string of SQL are told apart, in a string and in a template.
  assert.ok(keyword !== name && keyword !== string && name !== string, `${keyword}, ${name}, ${string}`);
  assert.equal(deletion, keyword);
  await page.screenshot({ path: join(shots, 'colours.png'), clip: { x: 0, y: 0, width: 1200, height: 520 } });
}

/**
 * The colour of the first word that each pattern finds, all read in one moment: the editor draws its lines anew while it colours them, and
 * what a word of a line that is gone looks like is nothing.
 */
async function coloured<T extends string>(page: Workbench['page'], patterns: Readonly<Record<T, string>>): Promise<Readonly<Record<T, string>>> {
  const read = await page.waitForFunction(`(${COLOURS})(${JSON.stringify(patterns)})`, undefined, { timeout: 45_000 });
  return await read.jsonValue() as Readonly<Record<T, string>>;
}

/** Runs in the page, whose types this side does not have; null until every pattern has a word with a colour. */
const COLOURS = `(patterns) => {
  const words = [...document.querySelectorAll('.view-line span span')];
  const found = Object.entries(patterns).map(([name, pattern]) => {
    const word = words.find((each) => new RegExp(pattern).test(each.textContent ?? ''));
    return [name, word ? getComputedStyle(word).color : ''];
  });
  return found.every(([, colour]) => colour !== '') ? Object.fromEntries(found) : null;
}`;
