import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { root } from '../house/sources.ts';
import { generateProject } from './generate.ts';
import { generatePythonProject } from './generate-python.ts';

// `npm run bench -- [--repo DIR] [--runs N]`: a cold check of a project, and keystrokes in a 2,000-line file, both on the built programs.
// Without --repo the project is generated. Figures are medians; docs/PERFORMANCE.md says how they are to be read.
const { values } = parseArgs({ options: { repo: { type: 'string' }, runs: { type: 'string', default: '5' } } });
const generated = mkdtempSync(join(tmpdir(), 'sargable-bench-'));
const { longFile } = generateProject(generated, 60, 400);

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const quantile = (list: readonly number[], q: number): number => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * q))] ?? 0;
const round = (value: number, digits = 2): string => value.toFixed(digits);

/** Seconds and megabytes of one cold run, and what it read. */
function cold(folder: string): { seconds: number; megabytes: number; files: number; queries: number } {
  const started = performance.now();
  // As dist/cli.js starts itself; the child says its own peak, which is what the operating system accounts to it (kilobytes).
  const code = `process.argv.splice(1, 0, 'cli'); process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS)); require(${JSON.stringify(join(root, 'dist/lib/cli.js'))});`;
  const run = spawnSync(process.execPath, ['--liftoff-only', '--max-semi-space-size=12', '-e', code, 'check', '--format', 'json', '--fail-on', 'never', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 });
  const seconds = (performance.now() - started) / 1000;
  if (run.status !== 0) throw new Error(run.stderr.slice(-2000));
  const summary = (JSON.parse(run.stdout) as { summary: { files: number; queriesRead: number } }).summary;
  return { seconds, megabytes: Number(/peak (\d+)/.exec(run.stderr)?.[1] ?? 0) / 1024, files: summary.files, queries: summary.queriesRead };
}

/** Milliseconds from a change to its diagnostics, over the built server on stdio. */
async function keystrokes(folder: string, file: string, { languageId, before, count }: { readonly languageId: string; readonly before: string; readonly count: number }): Promise<number[]> {
  const child = spawn(process.execPath, [join(root, 'dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest(() => null);
  connection.listen();
  const uri = (path: string): string => `file://${path}`;
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: uri(folder), workspaceFolders: [{ uri: uri(folder), name: 'bench' }], capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } } });
  await connection.sendNotification('initialized', {});
  const document = { uri: uri(join(folder, file)) };
  const text = readFileSync(join(folder, file), 'utf8');
  await connection.sendNotification('textDocument/didOpen', { textDocument: { ...document, languageId, version: 1, text } });
  const pull = (): Promise<{ items?: unknown[] }> => connection.sendRequest('textDocument/diagnostic', { textDocument: document });
  for (let tries = 0; tries < 100 && ((await pull()).items?.length ?? 0) === 0; tries++) await new Promise((done) => setTimeout(done, 100));
  const line = text.split('\n').findIndex((l) => l.includes(before));
  const character = (text.split('\n')[line] ?? '').indexOf(before);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const typed = i % 2 === 0;
    const range = { start: { line, character }, end: { line, character: character + (typed ? 0 : 1) } };
    const started = performance.now();
    void connection.sendNotification('textDocument/didChange', { textDocument: { ...document, version: i + 2 }, contentChanges: [{ range, text: typed ? 'x' : '' }] });
    await pull();
    times.push(performance.now() - started);
  }
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  child.kill();
  return times.slice(10);
}

const folder = values.repo === undefined ? generated : resolve(values.repo);
const runs = Array.from({ length: Number(values.runs) + 1 }, () => cold(folder)).slice(1);
const first = runs[0];
console.log(`cold check of ${values.repo === undefined ? 'a generated project' : folder.split('/').at(-1)}: ${first?.files} files, ${first?.queries} queries read`);
console.log(`  seconds  median ${round(quantile(runs.map((r) => r.seconds), 0.5))}  min ${round(quantile(runs.map((r) => r.seconds), 0))}  max ${round(quantile(runs.map((r) => r.seconds), 1))}`);
console.log(`  peak MB  median ${round(quantile(runs.map((r) => r.megabytes), 0.5), 0)}`);
const python = mkdtempSync(join(tmpdir(), 'sargable-bench-'));
const places = [
  { title: 'a query of TypeScript', folder: generated, file: longFile, languageId: 'typescript', before: 'title)' },
  ...[['a query of a model', 'owner_id == owner_id).order_by'], ['a method of a model', 'is None:'], ['a column of a model', 'String(200)']].map(([title = '', before = '']) => ({ title, folder: python, file: generatePythonProject(python, 75, 60).longFile, languageId: 'python', before })),
];
for (const { title, folder: where, file, languageId, before } of places) {
  const times = await keystrokes(where, file, { languageId, before, count: 210 });
  console.log(`keystroke in ${title}, ${readFileSync(join(where, file), 'utf8').split('\n').length} lines, ${times.length} of them: ms p50 ${round(quantile(times, 0.5), 1)}  p95 ${round(quantile(times, 0.95), 1)}  max ${round(quantile(times, 1), 1)}`);
}
for (const made of [generated, python]) rmSync(made, { recursive: true, force: true });
