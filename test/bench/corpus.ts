// Reads the SQL of public projects with each dialect's reader: `node test/bench/corpus.ts FOLDER [dialect] [--failures] [--server]`. FOLDER holds bare
// git repositories as `owner+name/repo`. Prints how many statements are accepted, and checks that every position slices back to what it names.
// `--server` asks a MariaDB about each statement that our reader refuses.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '../../server/src/facts/dialect.ts';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { readSql } from '../../server/src/sql/index.ts';
import { startMariadb } from '../support/mariadb.ts';
import { wrongPositions } from '../support/positions.ts';

interface Project { readonly name: string; readonly files: RegExp; readonly not?: RegExp }
interface Tally { accepted: number; refused: { readonly file: string; readonly text: string; readonly reason: string }[]; wrong: string[]; positions: number; files: number }

/** Deliberately broken statements of a parser's own tests are left out. */
const BROKEN = /syntax_error|invalid|error/;
const PROJECTS: Readonly<Partial<Record<Dialect, readonly Project[]>>> = {
  mysql: [
    { name: 'ory+kratos', files: /\.mysql\.(up\.|down\.)?sql$/ }, { name: 'sqlc-dev+sqlc', files: /\/(examples|testdata)\/.*mysql\/.*\.sql$/, not: BROKEN }, { name: 'authelia+authelia', files: /migrations\/mysql\/.*\.sql$/ },
    { name: 'unkeyed+unkey', files: /(db\/queries|mysql\/schema)\/.*\.sql$/ }, { name: 'apolloconfig+apollo', files: /mysql.*\.sql$/ }, { name: 'apache+dolphinscheduler', files: /mysql.*\.sql$/ },
    { name: 'temporalio+temporal', files: /mysql.*\.sql$/ }, { name: 'jOOQ+sakila', files: /^mysql.*\.sql$/ },
  ],
  postgresql: [
    { name: 'ory+kratos', files: /\.postgres\.(up\.|down\.)?sql$/ }, { name: 'sqlc-dev+sqlc', files: /\/(examples|testdata)\/.*postgresql\/.*\.sql$/, not: BROKEN }, { name: 'authelia+authelia', files: /migrations\/postgres\/.*\.sql$/ },
    { name: 'LemmyNet+lemmy', files: /\.sql$/ }, { name: 'supabase+storage', files: /\.sql$/ }, { name: 'documenso+documenso', files: /\.sql$/ }, { name: 'midday-ai+midday', files: /\.sql$/ }, { name: 'temporalio+temporal', files: /postgresql.*\.sql$/ },
  ],
  sqlite: [
    { name: 'ory+kratos', files: /\.sqlite3\.(up\.|down\.)?sql$/ }, { name: 'sqlc-dev+sqlc', files: /\/(examples|testdata)\/.*sqlite\/.*\.sql$/, not: BROKEN }, { name: 'authelia+authelia', files: /migrations\/sqlite\/.*\.sql$/ },
    { name: 'karakeep-app+karakeep', files: /\.sql$/ }, { name: 'TriliumNext+Notes', files: /\.sql$/ }, { name: 'openstatusHQ+openstatus', files: /\.sql$/ }, { name: 'temporalio+temporal', files: /sqlite.*\.sql$/ }, { name: 'jOOQ+sakila', files: /^sqlite.*\.sql$/ },
  ],
};

const [folder, ...words] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) throw new Error('node test/bench/corpus.ts FOLDER [dialect] [--failures] [--server]');
const parsers = await loadSqlParsers();
const server = words.includes('--server') ? await startMariadb() : null;
for (const dialect of ['postgresql', 'sqlite', 'mysql'] as const) {
  if (words.some((word) => !word.startsWith('--')) && !words.includes(dialect)) continue;
  const whole = newTally();
  for (const project of PROJECTS[dialect] ?? []) await report(`${dialect} ${project.name}`, read(project, dialect, whole));
  await report(`${dialect}, all`, whole);
}
await server?.stop();

function newTally(): Tally {
  return { accepted: 0, refused: [], wrong: [], positions: 0, files: 0 };
}

function read(project: Project, dialect: Dialect, whole: Tally): Tally {
  const tally = newTally();
  for (const { path, text } of filesOf(project)) {
    const facts = readSql({ text, holes: [], toDocument: (offset) => offset }, dialect, parsers);
    const refused = [...facts.unread, ...facts.statements.flatMap(({ operation, span }) => (operation.op === 'unreadable' ? [{ span, reason: operation.reason }] : []))];
    const starts = new Set([...facts.queries, ...facts.statements].map(({ span }) => span.start));
    for (const { span } of refused) starts.delete(span.start);
    const { wrong, checked } = wrongPositions(text, facts);
    const found = { accepted: starts.size, refused: refused.map(({ span, reason }) => ({ file: path, text: text.slice(span.start, span.end), reason })), wrong: wrong.map((line) => `${path}: ${line}`), positions: checked, files: 1 };
    for (const into of [tally, whole]) add(into, found);
  }
  return tally;
}

function add(into: Tally, found: Tally): void {
  into.accepted += found.accepted;
  into.positions += found.positions;
  into.files += found.files;
  into.refused.push(...found.refused);
  into.wrong.push(...found.wrong);
}

function filesOf({ name, files, not }: Project): { path: string; text: string }[] {
  const git = (args: readonly string[], input = ''): Buffer => spawnSync('git', ['--git-dir', join(folder ?? '', name, 'repo'), ...args], { input, maxBuffer: 1 << 30 }).stdout;
  const entries = git(['ls-tree', '-r', 'HEAD']).toString().split('\n').flatMap((line) => { const [meta, path] = line.split('\t'); return path === undefined ? [] : [{ path, blob: meta?.split(' ')[2] ?? '' }]; });
  const wanted = entries.filter(({ path }) => files.test(path) && not?.test(path) !== true);
  return contents(git(['cat-file', '--batch'], wanted.map(({ blob }) => `${blob}\n`).join('')), wanted.map(({ path }) => path));
}

/** What `git cat-file --batch` prints: a line with the size in bytes, and so many bytes. A file of which the mirror has no content is left out. */
function contents(out: Buffer, paths: readonly string[]): { path: string; text: string }[] {
  const found: { path: string; text: string }[] = [];
  let at = 0;
  for (const path of paths) {
    const end = out.indexOf('\n', at);
    const size = Number(/ blob (\d+)$/.exec(out.toString('utf8', at, end))?.[1] ?? -1);
    at = end + 1;
    if (size < 0) continue;
    found.push({ path, text: out.toString('utf8', at, at + size) });
    at += size + 1;
  }
  return found;
}

async function report(name: string, { accepted, refused, wrong, positions, files }: Tally): Promise<void> {
  const total = accepted + refused.length;
  console.log(`${name.padEnd(36)} ${String(files).padStart(5)} files  ${String(total).padStart(6)} statements  ${total === 0 ? '-' : ((100 * accepted) / total).toFixed(2)} % accepted  ${positions} positions, ${wrong.length} wrong`);
  for (const line of wrong.slice(0, 5)) console.log(`    position: ${line}`);
  if (name.endsWith(', all')) return;
  let also = 0;
  for (const { file, text, reason } of refused) {
    const refusal = server === null ? undefined : await server.refusal(text);
    if (refusal === 1064) also += 1;
    if (words.includes('--failures')) console.log(`    ${refusal === undefined ? '' : `[server ${refusal === 1064 ? 'refuses too' : `accepts (${refusal ?? 'ok'})`}] `}${file}\n      ${reason}: ${text.replace(/\s+/g, ' ').slice(0, 240)}`);
  }
  if (server !== null && refused.length > 0) console.log(`    the server refuses ${also} of the ${refused.length} too`);
}
