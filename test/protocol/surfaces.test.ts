import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client as Agent } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { applyEdits } from '../../server/src/text/edits.ts';
import { lineIndex, positionAt } from '../../server/src/text/lines.ts';
import { root } from '../house/sources.ts';
import { fromGithub, fromGitlab, fromJunit, fromSarif, type Told as Read } from '../report/read-back.ts';
import { sampleProjects } from '../support/samples.ts';
import { workspaceOf } from '../support/workspace.ts';
import { Client, uriOf } from './client.ts';
import { folderOf } from './files.ts';

// Invariant 1: the editor, the command line in all its forms, agents and an unsaved buffer say the same of the same text.

interface Told { readonly file: string; readonly line: number; readonly rule: string; readonly message: string }
const inOrder = (told: readonly Told[]): readonly string[] => told.map((t) => `${t.file}:${t.line} ${t.rule} ${t.message}`).sort();

/** As the editor has it: the advice on a line of its own, where there is any. */
const shown = ({ message, advice }: { readonly message: string; readonly advice: string }): string => (advice === '' ? message : `${message}\n${advice}`);

/** What the engine says of files in memory, by site. */
function fromEngine(files: Readonly<Record<string, string>>): readonly string[] {
  const snapshot = workspaceOf(files).snapshot();
  return inOrder(snapshot.paths().flatMap((path) => snapshot.sites(path).map((site) => ({ file: path, line: positionAt(lineIndex(files[path] ?? ''), site.span.start).line, rule: site.rule, message: shown(site) }))));
}

/** The command line's findings, each with its other sites by place alone; `forms`: what each other form of the same report says, hints left out. */
function fromCli(folder: string): { readonly heads: readonly Told[]; readonly loud: readonly Told[]; readonly places: readonly string[]; readonly forms: Readonly<Record<string, readonly string[]>> } {
  const forms = ['sarif', 'github', 'gitlab', 'junit', 'text'].flatMap((form) => ['--format', `${form}=report.${form}`]);
  const run = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', '--format', 'json', ...forms, '--fail-on', 'never', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  const { findings } = JSON.parse(run.stdout) as { findings: { file: string; ruleId: string; severity: string; message: string; advice: string; range: { start: { line: number } }; related?: { role: string; file: string; range: { start: { line: number } } }[] }[] };
  const told = (list: typeof findings): readonly Told[] => list.map((f) => ({ file: f.file, line: f.range.start.line, rule: f.ruleId, message: shown(f) }));
  const heads = told(findings);
  const others = findings.flatMap((f) => (f.related ?? []).filter((r) => r.role === 'call-site').map((r) => `${r.file}:${r.range.start.line}`));
  const file = (form: string): string => readFileSync(join(folder, `report.${form}`), 'utf8');
  const read = (list: readonly Read[]): readonly string[] => inOrder(list.map((one) => ({ file: one.file, line: one.line - 1, rule: one.rule, message: one.words })));
  const hints = new Set(inOrder(told(findings.filter((f) => f.severity === 'hint'))));
  return {
    heads, loud: told(findings.filter((f) => f.severity !== 'hint')), places: [...heads.map((h) => `${h.file}:${h.line}`), ...others].sort(),
    forms: { sarif: read(fromSarif(file('sarif'))).filter((line) => !hints.has(line)), github: read(fromGithub(file('github'))), gitlab: read(fromGitlab(file('gitlab'))), junit: read(fromJunit(file('junit'))), text: inOrder(fromText(file('text'))) },
  };
}

/** A file's name at the left edge, then its findings: place, severity, message and rule; the code; what to do; other places. */
function fromText(text: string): readonly Told[] {
  const told: { file: string; line: number; rule: string; message: string }[] = [];
  let file = '';
  for (const line of text.split('\n')) {
    const head = /^ {2}(\d+):\d+ {2}(?:error|warning|note) {2}(.*) {3}([\w-]+)$/.exec(line);
    const last = told.at(-1);
    if (head !== null) told.push({ file, line: Number(head[1]) - 1, message: head[2] ?? '', rule: head[3] ?? '' });
    else if (/^\S/.test(line)) file = line;
    else if (last !== undefined && !last.message.includes('\n') && /^ {9}\S/.test(line) && !/^ {9}\S+:\d+( |$)/.test(line)) last.message += `\n${line.trim()}`;
  }
  return told;
}

/** What an agent is told of the whole project, by the protocol's own client. */
async function fromAgent(folder: string): Promise<readonly string[]> {
  const client = new Agent({ name: 'test', version: '1' }, { capabilities: {} });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(root, 'dist/cli.js'), 'mcp'], cwd: folder, stderr: 'inherit' }));
  const result = await client.callTool({ name: 'check', arguments: { limit: 10_000 } });
  await client.close();
  const { findings } = result.structuredContent as { findings: { file: string; line: number; rule: string; message: string; advice: string }[] };
  return inOrder(findings.map((f) => ({ file: f.file, line: f.line - 1, rule: f.rule, message: shown(f) })));
}

const OPENED = /\.(ts|sql|py)$/;

/** What the editor shows of open documents. `texts` replace what is on disk without being saved. */
async function fromServer(folder: string, files: Readonly<Record<string, string>>, texts: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const client = await Client.start([folder]);
  const told: Told[] = [];
  const scripts = Object.keys(files).filter((path) => OPENED.test(path));
  for (const path of scripts) client.open(uriOf(join(folder, path)), path.endsWith('.sql') ? 'sql' : path.endsWith('.py') ? 'python' : 'typescript', texts[path] ?? files[path] ?? '');
  for (const path of scripts) {
    const { items } = await client.pull(uriOf(join(folder, path)));
    told.push(...items.map((item) => ({ file: path, line: item.range.start.line, rule: String(item.code), message: String(item.message) })));
  }
  client.process.kill();
  return inOrder(told);
}

for (const sample of sampleProjects()) {
  test(`${sample.name}: editor, command line in every form, agent and engine agree`, async () => {
    const folder = folderOf({ ...sample.files, '.git/HEAD': '' });
    const engine = fromEngine(sample.files);
    assert.ok(engine.length > 0);
    const cli = fromCli(folder);
    for (const head of inOrder(cli.heads)) assert.ok(engine.includes(head), head);
    assert.deepEqual(cli.places, engine.map((line) => line.slice(0, line.indexOf(' '))).sort());
    for (const [form, lines] of Object.entries(cli.forms)) assert.deepEqual(lines, inOrder(cli.loud), form);
    assert.deepEqual(await fromAgent(folder), inOrder(cli.heads));
    assert.deepEqual(await fromServer(folder, sample.files), engine.filter((line) => /^\S+\.(ts|sql|py):/.test(line)));
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
  assert.deepEqual(await fromServer(folderOf({ ...sample.files, '.git/HEAD': '' }), sample.files, { [path]: typed }), saved.filter((line) => /^\S+\.(ts|sql|py):/.test(line)));
});
