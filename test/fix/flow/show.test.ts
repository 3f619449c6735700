import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from '../../../server/src/text/language.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';
import { filesAfter } from '../../migrate/disk.ts';
import { syntax } from '../sources.ts';
import { type Files, offered } from './fixed.ts';

const models = `from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Task(Base):
    __tablename__ = "tasks"
    id = Column(Integer, primary_key=True)


class MediaItem(Base):
    __tablename__ = "media_items"
    id = Column(Integer, primary_key=True)
    task_id = Column(Integer, ForeignKey("tasks.id"), index=True)


class Analysis(Base):
    __tablename__ = "analyses"
    id = Column(Integer, primary_key=True)
    task_id = Column(Integer, ForeignKey("tasks.id"), index=True)
`;

const samples: readonly { readonly what: string; readonly files: Files; readonly lines: readonly string[] }[] = [
  {
    what: 'a router\'s loop that calls two helpers of another file',
    files: {
      'models.py': models,
      'database.py': `from sqlalchemy import select
from models import Analysis, MediaItem, Task


async def get_tasks():
    async with get_db_session() as session:
        result = await session.execute(select(Task))
        return list(result.scalars().all())


async def get_media_items(task_id):
    async with get_db_session() as session:
        result = await session.execute(select(MediaItem).where(MediaItem.task_id == task_id))
        return list(result.scalars().all())


async def get_analyses(task_id):
    async with get_db_session() as session:
        result = await session.execute(select(Analysis).where(Analysis.task_id == task_id))
        return list(result.scalars().all())
`,
      'tasks.py': `from database import get_analyses, get_media_items, get_tasks


@router.get("/tasks")
async def list_tasks():
    found = []
    for task in await get_tasks():
        media_items = await get_media_items(task.id)
        analyses = await get_analyses(task.id)
        found.append((task, media_items, analyses))
    return found
`,
    },
    lines: [
      '    # Each round reads media_items by task_id. Once for all, with task_ids of all rounds (to adapt, since the read stands in get_media_items):',
      '    #   for media_item in (await session.execute(select(MediaItem).where(MediaItem.task_id.in_(task_ids)))).scalars(): media_items_by_task_id.setdefault(media_item.task_id, []).append(media_item)',
      '    #   media_items_by_task_id.get(task_id, []) in place of the read',
    ],
  },
  {
    what: 'a read on a condition',
    files: {
      'schema.ts': "import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\nexport const users = sqliteTable('users', { id: integer('id').primaryKey(), name: text('name') });\nexport const posts = sqliteTable('posts', { id: integer('id').primaryKey(), userId: integer('user_id').notNull() });\n",
      'app.ts': "import { eq } from 'drizzle-orm';\nimport { drizzle } from 'drizzle-orm/better-sqlite3';\nimport { posts, users } from './schema';\nconst db = drizzle('a.db');\nexport async function run() {\n  for (const post of await db.select().from(posts)) {\n    if (post.userId > 3) continue;\n    const [user] = await db.select().from(users).where(eq(users.id, post.userId));\n    console.log(user);\n  }\n}\n",
    },
    lines: ['  // Each round reads users by id. Once for all, with ids of all rounds (to adapt, since a round does not begin with a plain read by a plain key):', '  //   (usersById.get(post.userId) ?? []) in place of the read'],
  },
];

describe('what cannot be written is shown as code to adapt', () => {
  for (const { what, files, lines } of samples) {
    it(what, () => {
      const found = offered(files, 'show-read-before-loop');
      assert.ok(found.length > 0);
      const [{ fix, site } = assert.fail()] = found;
      assert.equal(fix.applicability, 'display');
      const after = filesAfter(files, fix.edits() ?? assert.fail());
      const text = after[site.path] ?? '';
      assert.deepEqual(readOutline({ path: site.path, languageId: languageOf(site.path), text }, syntax).errors, []);
      for (const line of lines) assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
      assert.equal(offered(after, 'show-read-before-loop').length, found.length - 1);
    });
  }
});
