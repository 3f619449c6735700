import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowOf } from './support.ts';

test('a router whose loop calls two helpers of another file: both run in each round, by its element', () => {
  const files = {
    'models/database.py': `
from sqlalchemy import Column, ForeignKey, Integer, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import declarative_base

Base = declarative_base()

class Task(Base):
    __tablename__ = 'tasks'
    id = Column(Integer, primary_key=True)

class MediaItem(Base):
    __tablename__ = 'media_items'
    id = Column(Integer, primary_key=True)
    task_id = Column(ForeignKey('tasks.id'))

class MaterialAnalysis(Base):
    __tablename__ = 'material_analyses'
    id = Column(Integer, primary_key=True)
    task_id = Column(ForeignKey('tasks.id'))

async def get_tasks() -> list[Task]:
    async with get_db_session() as session:
        result = await session.execute(select(Task))
        return list(result.scalars().all())

async def get_media_items_by_task_id(task_id):
    async with get_db_session() as session:
        result = await session.execute(select(MediaItem).where(MediaItem.task_id == task_id))
        return list(result.scalars().all())

async def get_material_analyses_by_task(task_id):
    async with get_db_session() as session:
        result = await session.execute(select(MaterialAnalysis).where(MaterialAnalysis.task_id == task_id))
        return list(result.scalars().all())
`,
    'routers/tasks.py': `
from models.database import get_media_items_by_task_id, get_material_analyses_by_task, get_tasks

@router.get('/tasks')
async def list_tasks():
    tasks = await get_tasks()
    found = []
    for task in tasks:
        media_items = await get_media_items_by_task_id(task.id)
        material_analyses = await get_material_analyses_by_task(task.id)
        found.append((task, media_items, material_analyses))
    return found
`,
  };
  assert.deepEqual(flowOf(files)('routers/tasks.py', 'list_tasks'), [
    'query select(Task), at get_tasks() via get_tasks',
    'query select(MediaItem).where(MediaItem.task_id == task_id), at get_media_items_by_task_id(task.id) via get_media_items_by_task_id, varies in for tasks over rows',
    'query select(MaterialAnalysis).where(MaterialAnalysis.task_id == task_id), at get_material_analyses_by_task(task.id) via get_material_analyses_by_task, varies in for tasks over rows',
  ]);
});
