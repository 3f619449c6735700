import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../server/src/config/read.ts';
import { ignoreInConfig, type Scope } from '../../server/src/fix/ignore-config.ts';
import { ignoreLine } from '../../server/src/fix/ignore-line.ts';
import { readSuppressions } from '../../server/src/suppress/read.ts';
import { applyEdits } from '../../server/src/text/edits.ts';
import { filesAfter, viewOf } from '../migrate/disk.ts';
import { sourceOf } from './sources.ts';

/** `<|>` is where the finding starts. The comment must be read as speaking of that line, and a second run must change nothing. */
function ignored(path: string, marked: string): string {
  const offset = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const { document, outline } = sourceOf(path, text, 'sqlite');
  const edits = ignoreLine(document, outline, { start: offset, end: offset + 1 }, 'unindexed-filter');
  const after = applyEdits(text, edits);
  const moved = offset + edits.reduce((sum, edit) => sum + edit.newText.length, 0);
  const line = after.slice(0, moved).split('\n').length - 1;
  assert.deepEqual(readSuppressions(after, path).map(({ rules, line: of, reason }) => ({ rules, line: of, reason: reason !== '' })), [{ rules: ['unindexed-filter'], line, reason: true }]);
  const again = sourceOf(path, after, 'sqlite');
  assert.deepEqual(ignoreLine(again.document, again.outline, { start: moved, end: moved + 1 }, 'unindexed-filter'), []);
  assert.deepEqual(again.outline?.errors ?? [], [], 'it parses');
  return after;
}

const comment = 'sargable-ignore unindexed-filter: accepted as it is';

test('a comment of the host language above the line, indented like it', () => {
  assert.equal(ignored('a.ts', 'const x = db.select().from(scenes)\n\t\t.where(eq(<|>scenes.id, 1));\n'), `const x = db.select().from(scenes)\n\t\t// ${comment}\n\t\t.where(eq(scenes.id, 1));\n`);
  assert.equal(ignored('a.ts', '<|>find(1);'), `// ${comment}\nfind(1);`);
  assert.equal(ignored('a.js', 'a();\r\n  <|>b();\r\n'), `a();\r\n  // ${comment}\r\n  b();\r\n`);
});

test('SQL has its own comment, in files and inside a template', () => {
  assert.equal(ignored('q.sql', 'SELECT *\nFROM scenes\n  WHERE <|>a = 1;\n'), `SELECT *\nFROM scenes\n  -- ${comment}\n  WHERE a = 1;\n`);
  assert.equal(ignored('a.ts', 'db.all(`\n  SELECT * FROM scenes\n  WHERE <|>a = 1`);\n'), `db.all(\`\n  SELECT * FROM scenes\n  -- ${comment}\n  WHERE a = 1\`);\n`);
  assert.equal(ignored('a.ts', `const q = sql\`SELECT * FROM scenes WHERE <|>a = \${id}\`;\n`), `// ${comment}\nconst q = sql\`SELECT * FROM scenes WHERE a = \${id}\`;\n`);
  assert.equal(ignored('a.ts', `const q = sql\`SELECT 1 \${\n  <|>both(a, b)\n}\`;\n`), `const q = sql\`SELECT 1 \${\n  // ${comment}\n  both(a, b)\n}\`;\n`);
});

test('markup has a comment that is no text of the page', () => {
  assert.equal(ignored('a.tsx', 'const x = (\n  <p>\n    {<|>find(1)}\n  </p>\n);\n'), `const x = (\n  <p>\n    {/* ${comment} */}\n    {find(1)}\n  </p>\n);\n`);
});

const project: Scope = { kind: 'project' };
const table: Scope = { kind: 'table', table: 'scenes' };

const column: Scope = { kind: 'column', table: 'scenes', column: 'kind' };

/** The configuration after the edit, which must be read as meant; a second run must change nothing. */
function configured(files: Readonly<Record<string, string>>, scope: Scope, path = 'src/a.ts'): Record<string, string> {
  const edits = ignoreInConfig(viewOf(files), path, 'unindexed-filter', scope);
  assert.ok(edits !== null);
  const after = filesAfter(files, edits);
  const changed = [...edits.changes, ...edits.creates][0]?.path ?? '';
  const { settings, problems } = readConfig(changed, after[changed] ?? '', ['unindexed-filter', 'unindexed-join']);
  assert.deepEqual(problems, []);
  if (scope.kind === 'project') assert.equal(settings.rules.get('unindexed-filter'), 'off');
  if (scope.kind === 'table') assert.ok(settings.tables.get('scenes')?.ignore.includes('unindexed-filter'));
  if (scope.kind === 'column') assert.ok(settings.tables.get('scenes')?.columns.get('kind')?.ignore.includes('unindexed-filter'));
  assert.equal(ignoreInConfig(viewOf(after), path, 'unindexed-filter', scope), null);
  return after;
}

const pyprojects: Readonly<Record<string, { readonly text: string; readonly scope: Scope; readonly after: string }>> = {
  'a table of rules takes another line': { text: '[tool.sargable.rules]\nunindexed-join = "hint" # why\n\n# of ruff\n[tool.ruff]\nline-length = 99\n', scope: project, after: '[tool.sargable.rules]\nunindexed-join = "hint" # why\nunindexed-filter = "off"\n\n# of ruff\n[tool.ruff]\nline-length = 99\n' },
  'a level is replaced': { text: '[tool.sargable.rules]\nunindexed-filter = "hint" # why\n', scope: project, after: '[tool.sargable.rules]\nunindexed-filter = "off" # why\n' },
  'an inline table takes another entry': { text: '[tool.sargable]\nrules = { unindexed-join = "hint" }\n', scope: project, after: '[tool.sargable]\nrules = { unindexed-join = "hint", unindexed-filter = "off" }\n' },
  'dotted keys stay dotted': { text: '[tool.sargable]\nrules.unindexed-join = "hint"\n', scope: project, after: '[tool.sargable]\nrules.unindexed-join = "hint"\nrules.unindexed-filter = "off"\n' },
  'a table of its own below the others': { text: '[tool.sargable]\r\ndialect = "sqlite"\r\n\r\n[project]\r\nname = "x"\r\n', scope: table, after: '[tool.sargable]\r\ndialect = "sqlite"\r\n\r\n[tool.sargable.tables.scenes]\r\nignore = ["unindexed-filter"]\r\n\r\n[project]\r\nname = "x"\r\n' },
  'a list takes another rule': { text: '[tool.sargable.tables.Scenes]\nignore = [\n  "unindexed-join", # why\n]\n', scope: table, after: '[tool.sargable.tables.Scenes]\nignore = [\n  "unindexed-join", "unindexed-filter", # why\n]\n' },
  'a column': { text: '[project]\nname = "x"\n[tool.sargable.tables.scenes]\nrows = 5000', scope: column, after: '[project]\nname = "x"\n[tool.sargable.tables.scenes]\nrows = 5000\n\n[tool.sargable.tables.scenes.columns.kind]\nignore = ["unindexed-filter"]\n' },
};

for (const [name, { text, scope, after }] of Object.entries(pyprojects)) {
  test(`pyproject.toml: ${name}`, () => assert.equal(configured({ 'pyproject.toml': text, 'package.json': '{ "name": "x" }' }, scope)['pyproject.toml'], after));
}

test('package.json keeps everything else', () => {
  const text = '{\n  "name": "x",\n  "sargable": { "dialect": "sqlite" },\n  "type": "module"\n}\n';
  const after = configured({ 'package.json': text }, column)['package.json'] ?? '';
  assert.deepEqual(JSON.parse(after), { name: 'x', sargable: { dialect: 'sqlite', tables: { scenes: { columns: { kind: { ignore: ['unindexed-filter'] } } } } }, type: 'module' });
  assert.deepEqual(configured({ 'package.json': '{ "name": "x" }' }, project)['sargable.jsonc'], '{\n  "rules": {\n    "unindexed-filter": "off"\n  }\n}\n', 'one that says nothing of it is left alone');
});

test('a configuration is made where there is none', () => {
  assert.deepEqual(configured({}, project), { 'sargable.jsonc': '{\n  "rules": {\n    "unindexed-filter": "off"\n  }\n}\n' });
  assert.deepEqual(configured({}, table), { 'sargable.jsonc': '{\n  "tables": {\n    "scenes": {\n      "ignore": [\n        "unindexed-filter"\n      ]\n    }\n  }\n}\n' });
});

test('comments, tabs and line ends of a configuration are kept', () => {
  const text = '{\r\n\t// why\r\n\t"dialect": "sqlite", // here too\r\n\t"rules": { "unindexed-join": "hint" }\r\n}\r\n';
  const after = configured({ 'sargable.jsonc': text }, project)['sargable.jsonc'] ?? '';
  assert.ok(after.includes('\t// why\r\n') && after.includes('// here too\r\n') && after.includes('"unindexed-join": "hint"'), after);
  assert.ok(!/[^\r]\n/.test(after), 'line ends');
});

test('the nearest configuration is edited, and what it ignores stays', () => {
  const files = { 'sargable.jsonc': '{}', 'src/sargable.jsonc': '{ "tables": { "scenes": { "ignore": ["unindexed-join"] } } }' };
  const after = configured(files, table);
  assert.equal(after['sargable.jsonc'], '{}');
  assert.deepEqual(readConfig('', after['src/sargable.jsonc'] ?? '', ['unindexed-filter', 'unindexed-join']).settings.tables.get('scenes')?.ignore, ['unindexed-join', 'unindexed-filter']);
});

test('a configuration that is no object is left alone', () => {
  assert.equal(ignoreInConfig(viewOf({ 'sargable.jsonc': '[1, 2' }), 'a.ts', 'unindexed-filter', table), null);
});
