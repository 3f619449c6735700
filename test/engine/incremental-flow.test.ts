import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Engine } from '../../server/src/engine/create.ts';
import { ruleById } from '../../server/src/rules/index.ts';
import { workspaceOf } from '../support/workspace.ts';

/** A function of a small project: it reads rows, calls another one, calls it in a loop, reads a relation of rows in a loop, or calls what it is handed. */
interface Made { readonly name: string; readonly does: 'reads' | 'calls' | 'loops' | 'relation' | 'applies' | 'both'; readonly other: string }
/** Functions by file; files one after the other. */
type Project = readonly (readonly Made[])[];

interface Language { readonly title: string; readonly fixed: Readonly<Record<string, string>>; readonly path: (file: number) => string; readonly text: (project: Project, file: number) => string }

const homeOf = (project: Project, name: string): number => project.findIndex((file) => file.some((one) => one.name === name));
/** Files whose functions a file names, but for itself. */
const used = (project: Project, file: number): readonly (readonly [string, number])[] =>
  [...new Set((project[file] ?? []).map(({ other }) => other))].flatMap((name) => { const home = homeOf(project, name); return home < 0 || home === file ? [] : [[name, home] as const]; });
const reads = (project: Project, file: number): boolean => (project[file] ?? []).some(({ does }) => does === 'reads' || does === 'relation' || does === 'both');

const PYTHON: Language = {
  title: 'Python',
  fixed: {
    'pyproject.toml': '[project]\ndependencies = ["sqlalchemy", "psycopg"]\n', 'app/__init__.py': '',
    'app/models.py': 'from sqlalchemy import Column, ForeignKey, Integer, String\nfrom sqlalchemy.orm import DeclarativeBase, relationship\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass User(Base):\n    __tablename__ = "users"\n    id = Column(Integer, primary_key=True)\n    posts = relationship("Post", back_populates="author")\n\n\nclass Post(Base):\n    __tablename__ = "posts"\n    id = Column(Integer, primary_key=True)\n    title = Column(String)\n    author_id = Column(ForeignKey("users.id"))\n    author = relationship("User", back_populates="posts")\n',
  },
  path: (file) => `app/part${file}.py`,
  text: (project, file) => [
    ...(reads(project, file) ? ['from sqlalchemy import select', 'from app.models import Post, User'] : []),
    ...used(project, file).map(([name, home]) => `from app.part${home} import ${name}`), '',
    ...(project[file] ?? []).map(({ name, does, other }) => `${{
      reads: `def ${name}(session, id):\n    return session.scalars(select(Post).where(Post.author_id == id)).all()\n`,
      calls: `def ${name}(session, id):\n    return ${other}(session, id)\n`,
      loops: `def ${name}(session, ids):\n    found = []\n    for one in ids:\n        found.append(${other}(session, one))\n    return found\n`,
      relation: `def ${name}(session, id):\n    return [post.title for user in session.scalars(select(User)).all() for post in user.posts]\n`,
      applies: `def ${name}(session, ids):\n    return [act(session, one) for one in ids for act in (${other},)]\n`,
      both: `def ${name}(session, ids):\n    for user in session.scalars(select(User)).all():\n        ${other}(session, user.id)\n`,
    }[does]}\n`),
  ].join('\n'),
};

const SCRIPT: Language = {
  title: 'TypeScript',
  fixed: {
    'package.json': '{"dependencies":{"drizzle-orm":"0.44.0","pg":"8.0.0"}}',
    'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nimport * as schema from './schema';\nexport const db = drizzle(process.env.URL!, { schema });\n",
    'src/schema.ts': "import { integer, pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: integer().primaryKey() });\nexport const posts = pgTable('posts', { id: integer().primaryKey(), title: text(), authorId: integer('author_id').references(() => users.id) });\n",
  },
  path: (file) => `src/part${file}.ts`,
  text: (project, file) => [
    ...(reads(project, file) ? ["import { eq } from 'drizzle-orm';", "import { db } from './db';", "import { posts, users } from './schema';"] : []),
    ...used(project, file).map(([name, home]) => `import { ${name} } from './part${home}';`), '',
    ...(project[file] ?? []).map(({ name, does, other }) => ({
      reads: `export async function ${name}(id: number) {\n  return db.select().from(posts).where(eq(posts.authorId, id));\n}\n`,
      calls: `export const ${name} = async (id: number) => ${other}(id);\n`,
      loops: `export async function ${name}(ids: number[]) {\n  const found = [];\n  for (const one of ids) found.push(await ${other}(one));\n  return found;\n}\n`,
      relation: `export class ${name}Service {\n  async all(ids: number[]) {\n    return Promise.all(ids.map((one) => this.one(one)));\n  }\n  async one(id: number) {\n    return db.select().from(users).where(eq(users.id, id));\n  }\n}\nexport const ${name} = (ids: number[]) => new ${name}Service().all(ids);\n`,
      applies: `export const ${name} = async (ids: number[]) => Promise.all(ids.map(${other}));\n`,
      both: `export async function ${name}() {\n  for (const user of await db.select().from(users)) await ${other}(user.id);\n}\n`,
    }[does])),
  ].join('\n'),
};

const NAMES = ['list_all', 'one_of', 'find', 'load', 'sync', 'other'] as const;
const made = fc.record({ name: fc.constantFrom(...NAMES), does: fc.constantFrom<Made['does'][]>('reads', 'calls', 'loops', 'relation', 'applies', 'both'), other: fc.constantFrom(...NAMES) });
const start = fc.array(fc.uniqueArray(made, { selector: ({ name }) => name, minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 3 });
type Edit = { readonly how: 'add'; readonly file: number; readonly made: Made } | { readonly how: 'delete' | 'rename' | 'move' | 'blank'; readonly at: number; readonly to: number; readonly name: string };
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ how: fc.constant('add' as const), file: fc.nat(2), made }),
  fc.record({ how: fc.constantFrom('delete' as const, 'rename' as const, 'move' as const, 'blank' as const), at: fc.nat(8), to: fc.nat(2), name: fc.constantFrom(...NAMES) }),
);

/** The project after an edit. A rename is one of the function alone, or of all who call it too (when `to` is not 0). */
function edited(project: Project, one: Edit): Project {
  if (one.how === 'add') return project.map((file, i) => (i === one.file ? [...file.filter(({ name }) => name !== one.made.name), one.made] : file));
  const all = project.flatMap((file, home) => file.map((fn) => ({ fn, home })));
  const picked = all[one.at % Math.max(1, all.length)];
  if (picked === undefined || one.how === 'blank') return project;
  const without = project.map((file) => file.filter((fn) => fn !== picked.fn));
  if (one.how === 'delete') return without;
  if (one.how === 'move') return without.map((file, i) => (i === one.to ? [picked.fn, ...file] : file));
  return project.map((file) => file.map((fn) => ({ ...fn, name: fn === picked.fn ? one.name : fn.name, other: one.to > 0 && fn.other === picked.fn.name ? one.name : fn.other })));
}

const shown = (engine: Engine) => {
  const snapshot = engine.snapshot();
  return { findings: snapshot.findings(), sites: snapshot.paths().map((path) => [path, snapshot.sites(path), snapshot.resultId(path)]), unread: snapshot.stats().unread };
};

const runs = Number(process.env['SARGABLE_RUNS'] ?? 25);

for (const { title, fixed, path, text } of [PYTHON, SCRIPT]) {
  describe(`what is told of loops, incrementally and anew: ${title}`, () => {
    it('functions are added, renamed, moved and deleted across files', () => {
      let told = 0;
      fc.assert(fc.property(start, fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean(), (first, edits, open) => {
        const textsOf = (project: Project, blanks: readonly number[]): Record<string, string> => Object.fromEntries(project.map((_, file) => [path(file), '\n'.repeat(blanks[file] ?? 0) + text(project, file)]));
        const blanks = [0, 0, 0];
        let project: Project = first;
        let texts = textsOf(project, blanks);
        const warm = workspaceOf({ ...fixed, ...texts });
        shown(warm);
        for (const one of edits) {
          project = edited(project, one);
          if (one.how === 'blank') blanks[one.to] = (blanks[one.to] ?? 0) + 1;
          const next = textsOf(project, blanks);
          for (const [file, now] of Object.entries(next)) if (now !== texts[file]) { if (open) warm.edit(file, now, 1); else warm.update([{ path: file, text: now }]); }
          texts = next;
          const anew = shown(workspaceOf({ ...fixed, ...texts }));
          assert.deepEqual(shown(warm), anew);
          told += anew.findings.filter(({ rule }) => ruleById(rule)?.scope === 'flow').length;
        }
      }), { numRuns: runs, seed: 21, endOnFailure: true });
      assert.ok(told > runs, `${told} findings were compared`);
    });
  });
}
