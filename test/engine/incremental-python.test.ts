import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Site } from '../../server/src/facts/finding.ts';
import type { Engine } from '../../server/src/engine/create.ts';
import { workspaceOf } from '../support/workspace.ts';

const classOf = (name: string, next: string, more: readonly string[] = []): string => [
  `class ${name}(Stamped, Base):`, `    """A ${name}."""`, `    __tablename__ = "${name.toLowerCase()}s"`, '    __table_args__ = (', `        Index("ix_${name}_kind", "kind", "name"),`, '    )', '    id = Column(Integer, primary_key=True)', '    name: Mapped[str] = mapped_column(String(20))', '    kind: Mapped[Kind] = mapped_column()',
  `    next_id = Column(ForeignKey("${next.toLowerCase()}s.id"))`, `    next = relationship("${next}", backref="before")`, '    LIMIT = 20', '', '    @classmethod', '    def find(cls, session, name):', `        return session.query(${name}).filter(${name}.name == name).order_by(${name}.updated_at).limit(cls.LIMIT)`, '', ...more, '', '',
].join('\n');

const FILES: Readonly<Record<string, string>> = {
  'pyproject.toml': '[project]\ndependencies = ["psycopg", "sqlalchemy"]\n',
  'app/__init__.py': '',
  'app/models.py': `import enum\nfrom sqlalchemy import Column, ForeignKey, Index, Integer, String, select, text\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship\n\nSTATE = "open"\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass Kind(enum.Enum):\n    A = "a"\n    B = "b"\n\n\nclass Stamped:\n    updated_at: Mapped[int] = mapped_column(index=True)\n\n\n${classOf('User', 'Post')}${classOf('Post', 'Tag', ['    @property', '    def tags(self):', '        return select(Tag).where(Tag.name == STATE, Tag.kind == Kind.A)'])}def newest(session, kind):\n    return session.scalars(select(Post).where(Post.kind == kind).order_by(Post.name.desc()).limit(3))\n\n\n${classOf('Tag', 'User')}${[1, 2, 3, 4, 5, 6].map((n) => classOf(`Other${n}`, n === 1 ? 'User' : `Other${n - 1}`)).join('')}class Note(Tag):\n    note = Column(String)\n\n\nIndex("ix_late", Tag.next_id)\n\n\ndef raw(session):\n    return session.execute(text("SELECT * FROM posts WHERE next_id = :n"), {"n": 1})\n`,
  'app/routes.py': 'from app.models import *\nfrom app import models\n\n\ndef one(session, name):\n    return session.query(User).filter(User.name == name, User.next_id == 3).all()\n\n\ndef two(session):\n    return session.scalars(models.select(models.Post).where(models.Post.name == models.STATE)).all()\n',
};

const shown = (engine: Engine) => {
  const snapshot = engine.snapshot();
  return { findings: snapshot.findings(), needs: snapshot.openNeeds(), unread: snapshot.stats().unread, read: snapshot.stats().queriesRead, ids: snapshot.paths().map((path) => snapshot.resultId(path)), tables: snapshot.catalogs().map(({ tables }) => [...tables.values()]) };
};

/** Nothing here asks for exact places, so what only moved is told from what was linked before. */
const toldBy = (engine: Engine) => {
  const snapshot = engine.snapshot();
  return { findings: snapshot.findings().map(shownOf), sites: snapshot.paths().map((path) => [path, snapshot.sites(path).map(shownOf), snapshot.resultId(path)]), needs: snapshot.openNeeds().map((need) => [need.index.name, need.sites.map(shownOf)]) };
};
const shownOf = ({ rule, severity, message, advice, path, span, related, fingerprint }: Site) => ({ rule, severity, message, advice, path, span, related, fingerprint });

const MODELS = 'app/models.py';
const typed = fc.constantFrom('', ' ', '\n', '\n    ', ')', '(', '"', "'", '"""', '# x', ':', 'index=True, ', ', index=True', 'Column(', 'x = Column(Integer)\n    ', 'User.', '.where(User.id == 3)', 'class X(Base):\n    ', 'import os\n', 'self.', '=', 'Tag', '@dec\n', 'desc()', ', ', 'pass', 'def f(self): pass\n', 'rows', '9');
const edits = fc.array(fc.record({ file: fc.constantFrom(MODELS, MODELS, MODELS, 'app/routes.py'), at: fc.nat(100_000), length: fc.constantFrom(0, 0, 1, 3, 12, 60), text: typed }), { minLength: 1, maxLength: 6 });

describe('Python read in parts is Python read as a whole', () => {
  it('after any edits', () => {
    fc.assert(fc.property(edits, (series) => {
      const warm = workspaceOf(FILES);
      shown(warm);
      const open = new Map<string, string>();
      for (const { file, at, length, text } of series) {
        const before = open.get(file) ?? FILES[file] ?? '';
        const place = at % (before.length + 1);
        open.set(file, before.slice(0, place) + text + before.slice(place + length));
        warm.edit(file, open.get(file) ?? '', 1);
        shown(warm);
      }
      assert.deepEqual(shown(warm), shown(workspaceOf({ ...FILES, ...Object.fromEntries(open) })));
    }), { numRuns: Number(process.env['SARGABLE_RUNS'] ?? 25), seed: 11, endOnFailure: true });
  });

  it('what is told while one types is what is told anew, at the same places', () => {
    fc.assert(fc.property(edits, (series) => {
      const warm = workspaceOf(FILES);
      warm.snapshot().findings();
      const open = new Map<string, string>();
      for (const { file, at, text } of series) {
        const before = open.get(file) ?? FILES[file] ?? '';
        const place = at % (before.length + 1);
        open.set(file, before.slice(0, place) + text + before.slice(place));
        warm.edit(file, open.get(file) ?? '', 1);
        assert.deepEqual(toldBy(warm), toldBy(workspaceOf({ ...FILES, ...Object.fromEntries(open) })));
      }
    }), { numRuns: Number(process.env['SARGABLE_RUNS'] ?? 15), seed: 12, endOnFailure: true });
  });

  const PLACES: readonly (readonly [string, string, string])[] = [
    ['a query in a method', 'Post.name == name', 'Post.kind == name'],
    ['a column', 'next_id = Column(ForeignKey("tags.id")', 'next_id = Column(ForeignKey("tags.id"), index=True'],
    ['a new column', '    LIMIT = 20\n', '    LIMIT = 20\n    extra = Column(Integer, index=True)\n'],
    ['half a column', '    LIMIT = 20\n', '    LIMIT = 20\n    extra = Column(\n'],
    ['a base', 'index=True)\n\n\nclass User', 'index=False)\n\n\nclass User'],
    ['an enum', '    B = "b"\n', '    B = "b"\n    C = "c"\n'],
    ['a constant at the edge', 'STATE = "open"', 'STATE = "closed"'],
    ['a function', 'order_by(Post.name.desc())', 'order_by(Post.id)'],
    ['a header', 'class Note(Tag):', 'class Note(Base):'],
    ['an import in a method', '        return session.query(Post)', '        from app.routes import one\n        return session.query(Post)'],
  ];
  for (const [title, from, to] of PLACES) {
    it(title, () => {
      const source = FILES[MODELS] ?? '';
      assert.ok(source.includes(from));
      const warm = workspaceOf(FILES);
      const first = shown(warm);
      warm.open(MODELS, source, 1);
      for (const text of [source.replace(from, to), source.replace(from, to).replace('"""A Tag."""', '"""Another Tag."""'), source]) {
        warm.edit(MODELS, text, 2);
        assert.deepEqual(shown(warm), shown(workspaceOf({ ...FILES, [MODELS]: text })));
      }
      assert.deepEqual(shown(warm), first);
    });
  }
});
