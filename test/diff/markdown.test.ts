import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diff } from '../../server/src/report/diff/compare.ts';
import { codeMarkdown, proseMarkdown } from '../../server/src/report/diff/escape.ts';
import { diffMarkdown } from '../../server/src/report/diff/markdown.ts';
import type { QueryChange } from '../../server/src/report/diff/queries.ts';
import type { SideFinding, SideQuery } from '../../server/src/report/diff/side.ts';

const finding = (message: string, n = 0): SideFinding => ({ file: 'src/a.ts', line: n + 1, rule: 'unindexed-filter', severity: 'warning', message, advice: 'Add index (a).', fingerprint: `f${n}`, table: 't' });
const query = (text: string, n = 0): SideQuery => ({ id: `${n}`, file: `src/${n}.ts`, line: n, within: 'list', text, verdict: 'unserved', by: [], wants: null, table: 't', findings: [finding('m', n)] });
const lost = (text: string, n = 0): QueryChange => ({ table: 't', before: { ...query(text, n), verdict: 'served', by: ['ix (a)'], findings: [] }, after: query(text, n), edited: false, because: ['ix (a)'] });
const NONE: Diff = {
  lost: [], gained: [], unserved: [], removed: [], loops: { added: [], gone: [] }, indexes: [], tables: { added: [], gone: [] }, budgets: { grown: [], shrunk: [], added: [], gone: [] }, findings: { added: [], gone: [] },
  queries: { added: 0, gone: 0, edited: 0, moved: 0 }, read: { before: 1, after: 1 }, unread: { before: 0, after: 0 },
};
const compared = { before: 'main (abc)', after: 'the working tree' };
const markdown = (diff: Partial<Diff>): string => diffMarkdown({ ...NONE, ...diff }, compared, (path) => path);

test('a comment begins with the one line that a reviewer needs', () => {
  assert.equal(markdown({}).split('\n').slice(0, 2).join('\n'), '<!-- sargable diff -->\n### Sargable: No query gained or lost an index, and no loop or endpoint sends more or fewer');
  assert.match(markdown({ lost: [lost('SELECT … WHERE a = …')] }), /### Sargable: 1 query lost its index\n\n\*\*Queries that lost their index\*\* \(1\)\n\n\| query \| before \| now \|\n\|---\|---\|---\|\n\| `src\/0\.ts:0` in `list`<br>`t: SELECT … WHERE a = …` \| served by ix \(a\) \| no index/);
});

test('nothing in it is a name, an issue or a link, whoever named a table so', () => {
  const text = markdown({ loops: { added: [finding('Loop over @everyone runs #123, GH-7, https://evil.example/x [a](b) <img src=x> `c` | d !12 ~bug user@host\n## title')], gone: [] }, lost: [lost('SELECT … WHERE `a|b` = @me')] });
  assert.doesNotMatch(text.replace(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, ''), /@\w|#\d|GH-\d|:\/\/\w|<img|!\d|~\w|^## title/m);
  const row = text.split('\n').find((line) => line.startsWith('| `src/0.ts'));
  assert.equal(row?.replaceAll('\\|', '').split('|').length, 5, 'a bar in a name ends no cell');
});

test('texts are what they were, in one line', () => {
  assert.equal(proseMarkdown('a_b *c* (d)'), 'a\\_b \\*c\\* (d)');
  assert.equal(codeMarkdown('plain'), '`plain`');
  assert.equal(codeMarkdown('a`b``c'), '``` a`b``c ```');
  assert.equal(codeMarkdown('a\nb|c'), '`a b\\|c`');
  assert.equal(codeMarkdown(' \n '), '');
});

test('a comment is no longer than a service takes, and says what it leaves out', () => {
  for (const many of [40, 400, 4_000]) {
    const text = markdown({ lost: Array.from({ length: many }, (_, n) => lost(`SELECT … WHERE ${'long_column_name = … AND '.repeat(40)}`, n)), loops: { added: Array.from({ length: many }, (_, n) => finding('x'.repeat(2_000), n)), gone: [] } });
    assert.ok(text.length <= 65_536, `${text.length} characters`);
    assert.match(text, new RegExp(`${many} queries lost their index`));
    assert.match(text, /and \d+ more/);
  }
});
