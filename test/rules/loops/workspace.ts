import { ruleById } from '../../../server/src/rules/index.ts';
import { workspaceOf } from '../../support/workspace.ts';

const drizzleSchema = `import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
export const authors = pgTable('authors', { id: bigint('id', { mode: 'number' }).primaryKey(), name: text('name').notNull(), plan: text('plan') });
export const posts = pgTable('posts', { id: bigint('id', { mode: 'number' }).primaryKey(), authorId: bigint('author_id', { mode: 'number' }).notNull().references(() => authors.id), title: text('title').notNull() }, (t) => [index('posts_author_idx').on(t.authorId)]);
`;
const sqlSchema = `CREATE TABLE authors (id bigint PRIMARY KEY, name text NOT NULL, plan text);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint NOT NULL REFERENCES authors (id), title text NOT NULL);
CREATE INDEX posts_author_idx ON posts (author_id);
`;
const models = `from sqlalchemy import BigInteger, Column, ForeignKey, String
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()


class Author(Base):
    __tablename__ = 'authors'
    id = Column(BigInteger, primary_key=True)
    name = Column(String, nullable=False)
    plan = Column(String)
    posts = relationship('Post')


class Post(Base):
    __tablename__ = 'posts'
    id = Column(BigInteger, primary_key=True)
    author_id = Column(BigInteger, ForeignKey('authors.id'), nullable=False, index=True)
    title = Column(String, nullable=False)
`;

/** How a program asks: the files around it, and what stands before its functions. */
const ways = {
  drizzle: { file: 'src/app.ts', around: { 'src/schema.ts': drizzleSchema, 'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.DATABASE_URL!);\n" }, head: "import { and, count, desc, eq, gt, inArray, sql } from 'drizzle-orm';\nimport { db } from './db';\nimport { authors, posts } from './schema';\n" },
  pg: { file: 'src/app.ts', around: { 'schema.sql': sqlSchema }, head: "import { Pool } from 'pg';\nconst pool = new Pool();\n" },
  sqlalchemy: { file: 'app/service.py', around: { 'app/models.py': models, 'app/__init__.py': '' }, head: 'import time\nfrom sqlalchemy import delete, func, insert, select, update\nfrom sqlalchemy.orm import Session\nfrom app.models import Author, Post\n\n\n' },
  psycopg: { file: 'app/service.py', around: { 'schema.sql': sqlSchema, 'app/__init__.py': '' }, head: 'import time\nimport psycopg\n\n\n' },
} as const;

export type Way = keyof typeof ways;

export interface Program { readonly way: Way; readonly code: string; readonly path?: string; readonly more?: Readonly<Record<string, string>> }

/** What the rules on loops say of a program in the file where it stands: rule, severity, and where asked the message. */
export function toldOf({ way, code, path, more }: Program, form: 'short' | 'whole' = 'short'): readonly string[] {
  const { file, around, head } = ways[way];
  const at = path ?? file;
  const here = `${head}${code}\n`.replaceAll("'./", `'${'../'.repeat(at.split('/').length - 2) || './'}`);
  const snapshot = workspaceOf({ ...around, ...more, [at]: here }, { dialect: 'postgresql' }).snapshot();
  const sites = snapshot.sites(at).filter((site) => ruleById(site.rule)?.family === 'loops');
  return sites.map((site) => (form === 'short' ? `${site.rule} ${site.severity}` : `${site.rule} ${site.severity}: ${site.message} ${site.advice}`)).sort();
}
