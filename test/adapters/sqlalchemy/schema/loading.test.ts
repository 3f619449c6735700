import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSchema } from '../../../../server/src/adapters/sqlalchemy/schema/read.ts';
import { loadSqlParsers } from '../../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../../server/src/host/syntax.ts';
import { readOutline } from '../../../../server/src/lang/read-outline.ts';

const [syntax, sql] = await Promise.all([loadSyntax(), loadSqlParsers()]);

/** When each relation of a model is loaded, and those that it makes of others. */
function loading(members: string): Readonly<Record<string, string>> {
  const text = `from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import backref, dynamic_loader, DynamicMapped, Mapped, relationship, WriteOnlyMapped\nfrom sqlmodel import Relationship\nfrom base import Base\n\nclass User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n${members}\n`;
  const document = { path: 'models.py', languageId: 'python', text } as const;
  const { models } = readSchema({ document, outline: readOutline(document, syntax), sql, dialect: null });
  return Object.fromEntries(models.flatMap((model) => (model.kind === 'relations' ? model.entries.map((entry) => [entry.name, `${entry.cardinality} ${entry.loading ?? 'not known'}`]) : [])));
}

const CASES: Readonly<Record<string, string>> = {
  "relationship('Post')": 'many access', "relationship('Post', lazy='select')": 'many access', "relationship('Post', lazy=True)": 'many access', "relationship('Post', lazy='joined')": 'many join', "relationship('Post', lazy=False)": 'many join',
  "relationship('Post', lazy='selectin')": 'many batch', "relationship('Post', lazy='subquery')": 'many batch', "relationship('Post', lazy='immediate')": 'many batch', "relationship('Post', lazy='dynamic')": 'many query', "dynamic_loader('Post')": 'many query',
  "relationship('Post', lazy='write_only')": 'many never', "relationship('Post', lazy='raise')": 'many never', "relationship('Post', lazy='raise_on_sql')": 'many never', "relationship('Post', lazy='noload')": 'many never', "relationship('Post', lazy=None)": 'many never',
  "relationship('Post', lazy=MODE)": 'many not known', "relationship('Post', viewonly=True)": 'many not known', "relationship('Post', back_populates='author')": 'many access',
  "Relationship(sa_relationship_kwargs={'lazy': 'selectin'}, back_populates='author')": 'many batch',
};

for (const [call, expected] of Object.entries(CASES)) {
  test(call, () => { assert.equal(loading(`    posts${call.startsWith('Relationship') ? ": list['Post']" : ''} = ${call}`)['posts'], expected); });
}

test('an annotation says it too, and a backref for the other side', () => {
  assert.deepEqual(loading("    a: DynamicMapped['Post'] = relationship()\n    b: WriteOnlyMapped['Post'] = relationship()\n    c: Mapped[list['Post']] = relationship()"), { a: 'many query', b: 'many never', c: 'many access' });
  assert.deepEqual(loading("    posts = relationship('Post', backref='author')"), { posts: 'many access', author: 'one access' });
  assert.deepEqual(loading("    posts = relationship('Post', backref=backref('author', lazy='joined'))"), { posts: 'many access', author: 'one join' });
});
