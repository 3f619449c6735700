import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { type Files, filesOf } from './support.ts';

const FILES = filesOf(join(import.meta.dirname, 'project'));

/** Edits of the code that others are made whole by, and of those others: each stands on those before it. */
const EDITS: readonly (readonly [string, string, string])[] = [
  ['library/repositories/base.py', '"in":', '"among":'],
  ['library/repositories/base.py', '"""Reading and writing any table."""', '"""Reading."""\n\n'],
  ['library/models/loan.py', "        ('idx_loans_isbn', ['isbn']),\n", ''],
  ['library/models/base.py', 'CREATE INDEX IF NOT EXISTS {name}', 'CREATE UNIQUE INDEX IF NOT EXISTS {name}'],
  ['library/models/book.py', 'table = "books"', 'table = "volumes"'],
  ['library/desk.py', 'returned_at=None', 'returned_at=None, due_at__lt=3'],
  ['library/repositories/__init__.py', 'from .books import BookRepository\n', ''],
  ['library/models/book.py', 'table = "volumes"', 'table = "books"'],
  ['library/repositories/base.py', '"among":', '"in":'],
  ['library/desk.py', '-> LoanRepository:', ':'],
  ['library/models/base.py', 'for name, columns in cls.indexes', 'for name, columns, in cls.indexes or ('],
  ['library/repositories/__init__.py', 'from .loans', 'from .books import BookRepository\nfrom .loans'],
];

const told = (engine: ReturnType<typeof workspaceOf>): unknown => {
  const snapshot = engine.snapshot();
  return { findings: snapshot.findings(), unread: snapshot.stats().unread, tables: snapshot.catalogs().map(({ tables }) => [...tables]) };
};

describe('code that is followed, edited', () => {
  it('gives what a fresh reading gives', () => {
    const engine = workspaceOf(FILES);
    let files: Files = FILES;
    for (const [version, [path, from, to]] of EDITS.entries()) {
      const text = files[path] ?? '';
      assert.ok(text.includes(from), `${path}: ${from}`);
      files = { ...files, [path]: text.replace(from, to) };
      engine.edit(path, files[path] ?? '', version);
      assert.deepEqual(told(engine), told(workspaceOf(files)), `${path}: ${from}`);
    }
  });

  it('keeps the facts of files that nothing of an edit leads to', () => {
    const engine = workspaceOf(FILES);
    const { catalogRevision } = engine.snapshot();
    const before = engine.snapshot().resultId('library/repositories/readers.py');
    engine.edit('library/desk.py', `${FILES['library/desk.py'] ?? ''}\n\ndef more(database: Database):\n    return LoanRepository(database).find_all(returned_at__gt=1)\n`, 2);
    assert.equal(engine.snapshot().catalogRevision, catalogRevision);
    assert.equal(engine.snapshot().resultId('library/repositories/readers.py'), before);
    assert.ok(engine.snapshot().findings().some(({ sites }) => sites.some(({ columns }) => columns.join() === 'returned_at')));
  });
});
