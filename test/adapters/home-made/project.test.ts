import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { catalogSchema, edited, filesOf, started, withoutOwnNames } from './support.ts';

const FILES = filesOf(join(import.meta.dirname, 'project'));
const START = 'from library.database import prepare\nprepare(path)';

/** What the application asks, and the index that its plan must use once the fixes are made. */
const ASKED: Readonly<Record<string, string>> = {
  'SELECT * FROM loans WHERE reader_id = 1': 'idx_loans_reader_id_returned_at',
  'SELECT COUNT(*) FROM loans WHERE reader_id = 1 AND returned_at IS NULL': 'idx_loans_reader_id_returned_at',
  'SELECT * FROM loans WHERE due_at < 3 ORDER BY due_at DESC LIMIT 50': 'idx_loans_due_at',
  "SELECT * FROM books WHERE shelf IN ('a', 'b')": 'idx_books_shelf',
  'SELECT * FROM books ORDER BY bought_at DESC LIMIT 10': 'idx_books_bought_at',
  "SELECT * FROM readers WHERE town = 'x' ORDER BY joined_at": 'idx_readers_town_joined_at',
};

describe('models of a project’s own making: the sample project', () => {
  it('has the tables and indexes that its own start-up makes', () => {
    assert.deepEqual(withoutOwnNames(catalogSchema(workspaceOf(FILES).snapshot())), withoutOwnNames(started(FILES, START).schema));
  });

  it('tells what no index serves where the helper is called', () => {
    const told = workspaceOf(FILES).snapshot().findings().flatMap(({ sites }) => sites.map(({ rule, path, table, columns, severity }) => `${path} ${rule} ${table}(${columns.join(', ')}) ${severity}`));
    assert.deepEqual(told.sort(), [
      'library/desk.py unindexed-filter books(shelf) warning',
      'library/desk.py unindexed-filter loans(reader_id) warning',
      'library/desk.py unindexed-filter loans(reader_id, returned_at) warning',
      'library/repositories/books.py unindexed-filter books(shelf) warning',
      'library/repositories/books.py unindexed-sort books(bought_at) information',
      'library/repositories/loans.py unindexed-filter loans(reader_id) warning',
      'library/repositories/readers.py unindexed-filter readers(town, joined_at) warning',
    ]);
  });

  it('adds entries in the shape of the list, which the start-up makes and SQLite uses', () => {
    const before = workspaceOf(FILES).snapshot();
    const after = edited(FILES, before.plan(before.openNeeds()).edits);
    assert.match(after['library/models/loan.py'] ?? '', /\n {8}\('idx_loans_due_at', \[\('due_at', 'DESC'\)\]\),\n {8}\('idx_loans_reader_id_returned_at', \['reader_id', 'returned_at'\]\),\n {4}\]\n/);
    assert.match(after['library/models/book.py'] ?? '', /\n {4}indexes = \[\n {8}\("idx_books_bought_at", \["bought_at"\]\),\n {8}\("idx_books_shelf", \["shelf"\]\),\n {4}\]\n/);
    assert.match(after['library/models/reader.py'] ?? '', /\n {4}table = "readers"\n {4}indexes = \[\("idx_readers_town_joined_at", \["town", "joined_at"\]\)\]\n/);
    const { schema, plans } = started(after, START, Object.keys(ASKED));
    for (const [query, index] of Object.entries(ASKED)) assert.match(plans[query]?.join() ?? '', new RegExp(`USING (?:COVERING )?INDEX ${index}\\b`));
    const again = workspaceOf(after).snapshot();
    assert.deepEqual(again.findings().map(({ message }) => message), []);
    assert.deepEqual(withoutOwnNames(catalogSchema(again)), withoutOwnNames(schema));
  });

  it('each quick fix makes its own finding go away', () => {
    const snapshot = workspaceOf(FILES).snapshot();
    for (const finding of snapshot.findings()) {
      const fix = snapshot.fixes(finding.path, finding).find(({ preferred }) => preferred);
      const after = workspaceOf(edited(FILES, fix?.edits() ?? null)).snapshot();
      assert.ok(!after.findings().some(({ fingerprint }) => fingerprint === finding.fingerprint), finding.message);
    }
  });

  it('shows an entry’s index at the entry', () => {
    const snapshot = workspaceOf(FILES).snapshot();
    const text = FILES['library/models/loan.py'] ?? '';
    const index = snapshot.catalogs().flatMap((catalog) => [...catalog.tables.values()]).flatMap(({ indexes }) => indexes).find(({ name }) => name === 'idx_loans_isbn');
    assert.equal(text.slice(index?.span.start, index?.span.end), "('idx_loans_isbn', ['isbn'])");
    const explained = snapshot.explain('library/models/loan.py', text.indexOf('idx_loans_isbn'));
    assert.equal(explained?.kind, 'index');
  });

  it('takes out an index that another one makes needless', () => {
    const doubled = { ...FILES, 'library/models/loan.py': (FILES['library/models/loan.py'] ?? '').replace("        ('idx_loans_due_at'", "        ('idx_loans_isbn_due_at', ['isbn', 'due_at']),\n        ('idx_loans_due_at'") };
    const snapshot = workspaceOf(doubled).snapshot();
    const finding = snapshot.findings().find(({ rule }) => rule === 'redundant-index');
    assert.ok(finding !== undefined);
    const fix = snapshot.fixes(finding.path, finding).find(({ id }) => /remove/.test(id));
    const after = edited(doubled, fix?.edits() ?? null);
    assert.ok(!(after['library/models/loan.py'] ?? '').includes("'idx_loans_isbn',"));
    assert.deepEqual(started(after, START).schema['loans']?.indexes.map(([name]) => name), ['idx_loans_due_at', 'idx_loans_isbn_due_at']);
  });

  it('a keystroke in a service leaves the catalog, one in a helper changes what its calls ask', () => {
    const engine = workspaceOf(FILES);
    const { catalogRevision } = engine.snapshot();
    engine.edit('library/desk.py', (FILES['library/desk.py'] ?? '').replace('returned_at=None', 'returned_at__gt=reader_id'), 2);
    assert.equal(engine.snapshot().catalogRevision, catalogRevision);
    assert.ok(engine.snapshot().findings().some(({ sites }) => sites.some(({ path, columns }) => path === 'library/desk.py' && columns.join() === 'reader_id,returned_at')));
    engine.edit('library/repositories/base.py', (FILES['library/repositories/base.py'] ?? '').replace('return f"{field} = ?", [value]', 'return f"{field}_x = ?", [value]'), 2);
    assert.equal(engine.snapshot().catalogRevision, catalogRevision);
    assert.ok(!engine.snapshot().findings().some(({ columns }) => columns.includes('town')));
  });
});
