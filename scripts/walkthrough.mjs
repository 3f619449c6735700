// Draws the pictures of the walkthrough into media/walkthrough/: `node scripts/walkthrough.mjs`. They take the colours of the editor's theme, which shows them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'media/walkthrough');
const width = 560;
const edge = 'var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent))';

/**
 * What words and shapes look like. All of it is said in attributes: the page that shows them takes neither style elements nor style attributes.
 * c code, s small, b bold; the others colour a word or a shape.
 */
const looks = {
  c: 'font-family="var(--vscode-editor-font-family, monospace)"', s: 'font-size="12" opacity="0.75"', b: 'font-weight="600"',
  word: 'fill="var(--vscode-textLink-foreground)"', good: 'fill="var(--vscode-charts-green)"',
  page: `fill="var(--vscode-editor-background)" stroke="${edge}"`, box: `fill="var(--vscode-editorWidget-background)" stroke="${edge}"`,
  chosen: 'fill="var(--vscode-list-inactiveSelectionBackground)" stroke="var(--vscode-contrastActiveBorder, transparent)"',
  line: 'stroke="var(--vscode-editor-foreground)" stroke-opacity="0.25"', ring: 'fill="none" stroke="var(--vscode-editorWarning-foreground)" stroke-width="1.8"',
  dashed: 'fill="none" stroke="var(--vscode-charts-green)" stroke-width="1.5" stroke-dasharray="4 3"',
};
const look = (kinds) => kinds.split(' ').filter((kind) => kind !== '').map((kind) => looks[kind]).join(' ');

const asText = (words) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const text = (x, y, words, kinds = '') => `<text x="${x}" y="${y}" xml:space="preserve" ${look(kinds)}>${asText(words).replace(/\[\[(\w+) (.+?)\]\]/g, (_, kind, word) => `<tspan ${look(kind)}>${word}</tspan>`)}</text>`;
const rect = (kind, x, y, w, h, rx = 6) => `<rect ${look(kind)} x="${x}" y="${y}" width="${w}" height="${h}" rx="${rx}"/>`;
const line = (path) => `<path ${look('line')} d="${path}"/>`;
const circle = (kind, x, y) => `<circle ${look(kind)} cx="${x}" cy="${y}" r="7"/>`;

/** A line under a word, drawn with it so that it has its width whatever the font. It has the colour of the piece that asks for it. */
const marked = (x, y, before, word, after) => `<text x="${x}" y="${y}" xml:space="preserve" ${look('c')}>${asText(before)}<tspan fill="var(--vscode-editorWarning-foreground)" text-decoration="underline"><tspan fill="var(--vscode-editor-foreground)">${asText(word)}</tspan></tspan>${asText(after)}</text>`;

const words = 'fill="var(--vscode-editor-foreground)" font-size="14" font-family="var(--vscode-font-family, sans-serif)"';

function picture(name, height, title, ...shapes) {
  writeFileSync(join(folder, `${name}.svg`), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"><title>${title}</title><g ${words}>${shapes.join('\n')}</g></svg>\n`);
}

mkdirSync(folder, { recursive: true });

picture('find', 250, 'A squiggle under a condition, with what is wrong and what to do',
  rect('page', 1, 1, 558, 106), text(24, 34, 'return db.select().from(reviews)', 'c'), marked(24, 58, '  .where(eq(', 'reviews.bookId', ', bookId))'), text(24, 82, '  .orderBy(desc(reviews.createdAt));', 'c'),
  rect('box', 40, 118, 500, 122), text(58, 146, 'No index on reviews serves book_id = … with the sort by'), text(58, 167, 'created_at desc, so the whole table is read.'),
  text(58, 196, 'Add index (book_id, created_at): it would serve this query.'), text(58, 224, 'sargable([[word unindexed-filter]])'));

picture('why', 214, 'What hover says: the indexes that there are, and why none of them serves',
  rect('box', 1, 1, 558, 212), text(24, 36, '[[b reviews]] is read whole.'), text(24, 72, 'index', 'b'), text(230, 72, 'why it does not serve', 'b'), line('M24 84H536M24 116H536M214 56V116'),
  text(24, 105, 'primary key (id)'), text(230, 105, 'no condition on id'), text(24, 150, '(book_id, created_at) would serve the filter and the sort.'), text(24, 186, 'Known from schema.ts and 2 migrations; no statistics.', 's'));

const fixes = ['Add index reviews_book_id_created_at_idx to reviews in schema.ts', 'Add the index and a migration (drizzle/0002_….sql)', 'Show why no index serves this query', 'Ignore unindexed-filter on this line', 'Ignore unindexed-filter for reviews'];
picture('fix', 222, 'The quick fixes of a finding, the index first',
  rect('box', 1, 1, 558, 220), text(24, 30, 'Quick Fix', 's'), rect('chosen', 8, 42, 544, 30, 4), ...fixes.map((title, at) => text(24, 62 + at * 34, title)));

picture('migrate', 226, 'A migration that is shown before it is written',
  rect('page', 1, 1, 558, 224), text(24, 32, 'drizzle/0002_reviews_index.sql', 's'), text(24, 66, '-- src/services/reviews.ts:10', 'c s'),
  text(24, 92, '[[word CREATE INDEX]] reviews_book_id_created_at_idx', 'c'), text(24, 116, '  [[word ON]] reviews (book_id, created_at);', 'c'),
  rect('box', 24, 140, 512, 72), rect('chosen', 30, 146, 500, 28, 4), text(44, 165, '✓  Write it'), text(44, 197, '✗  Write nothing'));

const index = (y, name, columns, kind) => [text(24, y + 5, name), ...columns.flatMap((column, at) => [rect(kind, 190 + at * 104, y - 13, 98, 26, 4), text(202 + at * 104, y + 4, column, 's')])];
picture('map', 244, 'The Index Map: a table, its indexes, and which queries they serve',
  rect('page', 1, 1, 558, 242), text(24, 36, '[[b reviews]]'), text(100, 36, '1 index, 3 queries, 1 unserved', 's'), line('M24 52H536'),
  ...index(82, 'primary key', ['id'], 'box'), circle('good', 470, 82), circle('good', 498, 82), ...index(120, 'proposed', ['book_id', 'created_at'], 'dashed'), circle('ring', 470, 120),
  line('M24 150H536'), circle('good', 32, 176), text(52, 181, 'a query that this index serves', 's'), circle('ring', 292, 176), text(312, 181, 'one that no index serves', 's'), rect('dashed', 24, 203, 18, 14, 3), text(52, 214, 'an index that would', 's'));

picture('quiet', 222, 'A comment that silences one finding, and a configuration for the project',
  rect('page', 1, 1, 558, 98), text(24, 32, 'src/report.ts', 's'), text(24, 58, '[[good // sargable-ignore unindexed-filter: runs once a year]]', 'c'), text(24, 82, 'await db.select().from(orders).where(…)', 'c'),
  rect('page', 1, 110, 558, 111), text(24, 138, 'sargable.jsonc', 's'), text(24, 166, '{ "smallTables": ["countries"],', 'c'), text(24, 190, '  "rules": { "missing-fk-index": "off" } }', 'c'));
