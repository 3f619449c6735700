import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BoundQuery } from '../../../../server/src/facts/query.ts';
import type { Dialect } from '../../../../server/src/facts/dialect.ts';
import { python } from '../../../support/python.ts';
import { sampleOf } from './bound.ts';
import { canonical, withoutOffset } from './canonical.ts';
import { type Form, FORMS, formsFile } from './forms.ts';

const sampleFile = (name: string): string => readFileSync(new URL(`sample/${name}`, import.meta.url), 'utf8');

interface Sent { readonly version: string; readonly sent: Readonly<Record<string, readonly string[]>> }

/** What the real SQLAlchemy sends for every form, to a real database. */
function sentBy(version: '1.4' | '2.0', dialect: Dialect, url: string): Sent {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-forms-'));
  try {
    writeFileSync(join(folder, 'models.py'), sampleFile('models.py'));
    writeFileSync(join(folder, 'forms.py'), formsFile(fits(version, dialect)));
    const run = python(sampleFile('run.py'), { version, args: [folder, url] });
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout);
  } finally { rmSync(folder, { recursive: true, force: true }); }
}

const fits = (version: '1.4' | '2.0', dialect: Dialect) => ({ only }: Form): boolean => only === undefined || only === version || only === dialect;

/** Transactions, and what Python's own side of the driver asks. */
const isQuery = (sql: string): boolean => /^\s*(?:SELECT|UPDATE|DELETE|INSERT|WITH|\()/i.test(sql);

/** Asserts that what is read from Python is what the library sends, form by form. */
export function compareForms(version: '1.4' | '2.0', dialect: Dialect, url: string): void {
  const { version: real, sent } = sentBy(version, dialect, url);
  assert.ok(real.startsWith(version === '1.4' ? '1.4' : '2.'), real);
  const names = Object.entries(FORMS).filter(([, form]) => fits(version, dialect)(form)).map(([name]) => name);
  const statements = names.flatMap((name) => (sent[`q_${name}`] ?? ['ERROR not run']).map((sql) => ({ name, sql })));
  assert.deepEqual(statements.filter(({ sql }) => sql.startsWith('ERROR')), [], 'every form runs');
  const queries = statements.filter(({ sql }) => isQuery(sql));
  const files = Object.fromEntries(queries.map(({ sql }, i) => [`sent/${String(i)}.sql`, `${sql};`]));
  const sample = sampleOf({ 'models.py': sampleFile('models.py'), 'forms.py': formsFile(fits(version, dialect)), ...files }, dialect);
  const text = (query: BoundQuery): string => canonical(dialect === 'sqlite' ? withoutOffset(query) : query);
  const expected = new Map<string, string[]>();
  queries.forEach(({ name }, i) => {
    const bound = sample.bind(`sent/${String(i)}.sql`);
    const texts = bound.map((one) => (one.kind === 'bound' ? text(one.query) : `${one.kind}: ${queries[i]?.sql ?? ''}`));
    expected.set(name, [...(expected.get(name) ?? []), ...texts]);
  });
  const found = new Map<string, string[]>();
  for (const one of sample.bind('forms.py')) {
    const name = one.fact.enclosing.replace(/^q_/, '').replace(/\..*$/, '');
    const shown = one.kind === 'bound' ? text(one.query) + one.doubts.map((doubt) => ` !${doubt}`).join('') : one.kind === 'unread' ? `unread: ${one.reason}` : 'foreign';
    found.set(name, [...(found.get(name) ?? []), shown]);
  }
  const unread = sample.facts.get('forms.py')?.unread ?? [];
  assert.deepEqual(unread.map((u) => u.reason), []);
  const differing = names.flatMap((name) => {
    const [own, real1] = [[...(found.get(name) ?? [])].sort(), [...(expected.get(name) ?? [])].sort()];
    return JSON.stringify(own) === JSON.stringify(real1) ? [] : [{ name, read: own, sent: real1 }];
  });
  assert.deepEqual(differing, []);
}
