import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyEdits } from '../../server/src/text/edits.ts';
import { lineIndex, positionAt } from '../../server/src/text/lines.ts';
import { root } from '../house/sources.ts';
import { sampleProjects } from '../support/samples.ts';
import { workspaceOf } from '../support/workspace.ts';
import { Client, uriOf } from './client.ts';
import { folderOf } from './files.ts';

// Invariant 1: the editor, the command line and an unsaved buffer say the same of the same text.

interface Told { readonly file: string; readonly line: number; readonly rule: string; readonly message: string }
const inOrder = (told: readonly Told[]): readonly string[] => told.map((t) => `${t.file}:${t.line} ${t.rule} ${t.message}`).sort();

/** As the editor has it: the advice on a line of its own, where there is any. */
const shown = ({ message, advice }: { readonly message: string; readonly advice: string }): string => (advice === '' ? message : `${message}\n${advice}`);

/** What the engine says of files in memory, by site. */
function fromEngine(files: Readonly<Record<string, string>>): readonly string[] {
  const snapshot = workspaceOf(files).snapshot();
  return inOrder(snapshot.paths().flatMap((path) => snapshot.sites(path).map((site) => ({ file: path, line: positionAt(lineIndex(files[path] ?? ''), site.span.start).line, rule: site.rule, message: shown(site) }))));
}

/** The command line's findings, each with its other sites by place alone. */
function fromCli(folder: string): { readonly heads: readonly Told[]; readonly places: readonly string[] } {
  const run = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', '--format', 'json', '--fail-on', 'never', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  const { findings } = JSON.parse(run.stdout) as { findings: { file: string; ruleId: string; message: string; advice: string; range: { start: { line: number } }; related?: { role: string; file: string; range: { start: { line: number } } }[] }[] };
  const heads = findings.map((f) => ({ file: f.file, line: f.range.start.line, rule: f.ruleId, message: shown(f) }));
  const others = findings.flatMap((f) => (f.related ?? []).filter((r) => r.role === 'call-site').map((r) => `${r.file}:${r.range.start.line}`));
  return { heads, places: [...heads.map((h) => `${h.file}:${h.line}`), ...others].sort() };
}

/** What the editor shows of open documents. `texts` replace what is on disk without being saved. */
async function fromServer(folder: string, files: Readonly<Record<string, string>>, texts: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const client = await Client.start([folder]);
  const told: Told[] = [];
  const scripts = Object.keys(files).filter((path) => /\.(ts|sql)$/.test(path));
  for (const path of scripts) client.open(uriOf(join(folder, path)), path.endsWith('.sql') ? 'sql' : 'typescript', texts[path] ?? files[path] ?? '');
  for (const path of scripts) {
    const { items } = await client.pull(uriOf(join(folder, path)));
    told.push(...items.map((item) => ({ file: path, line: item.range.start.line, rule: String(item.code), message: String(item.message) })));
  }
  client.process.kill();
  return inOrder(told);
}

for (const sample of sampleProjects()) {
  test(`${sample.name}: editor, command line and engine agree`, async () => {
    const folder = folderOf({ ...sample.files, '.git/HEAD': '' });
    const engine = fromEngine(sample.files);
    assert.ok(engine.length > 0);
    const cli = fromCli(folder);
    for (const head of inOrder(cli.heads)) assert.ok(engine.includes(head), head);
    assert.deepEqual(cli.places, engine.map((line) => line.slice(0, line.indexOf(' '))).sort());
    assert.deepEqual(await fromServer(folder, sample.files), engine.filter((line) => /^\S+\.(ts|sql):/.test(line)));
  });
}

test('an unsaved buffer is judged as the same text on disk would be', async () => {
  const sample = sampleProjects().find((s) => s.name === 'examples/bookshop');
  assert.ok(sample !== undefined);
  const path = 'src/services/reviews.ts';
  const text = sample.files[path] ?? '';
  const at = text.indexOf('reviews.bookId');
  const typed = applyEdits(text, [{ span: { start: at, end: at + 'reviews.bookId'.length }, newText: 'reviews.id' }]);
  const saved = fromEngine({ ...sample.files, [path]: typed });
  assert.notDeepEqual(saved, fromEngine(sample.files));
  assert.deepEqual(await fromServer(folderOf({ ...sample.files, '.git/HEAD': '' }), sample.files, { [path]: typed }), saved.filter((line) => /^\S+\.(ts|sql):/.test(line)));
});
