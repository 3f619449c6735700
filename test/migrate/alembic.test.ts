import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileNameFor, nextId, slugOf } from '../../server/src/migrate/alembic/naming.ts';
import { alembic } from '../../server/src/migrate/alembic/index.ts';
import { planMigration } from '../../server/src/migrate/plan.ts';
import { settingsOf } from '../../server/src/schema/migrations/index.ts';
import { revision } from '../adapters/alembic/history.ts';
import { ENV, type Files, INI, MAKO } from '../adapters/alembic/real.ts';
import { workspaceOf } from '../support/workspace.ts';
import { onlyCatalog, project, SCENES, wanted, write, written } from './alembic-sample.ts';
import { indexSpec, needFor, planned } from './build.ts';
import { viewOf } from './disk.ts';
import { sqlWriters } from '../fix/sources.ts';

const one = wanted('scenes').slice(0, 1);

const only = (files: Files, dialect: 'postgresql' | 'sqlite' = 'sqlite'): { readonly path: string; readonly text: string } => {
  const made = written(files, dialect, one);
  assert.equal(made.paths.length, 1);
  return { path: made.paths[0] ?? '', text: made.files[made.paths[0] ?? ''] ?? '' };
};

const base = SCENES.replaceAll('SCHEMA', '');

test('by the template of the project', () => {
  const { path, text } = only(project(null), 'postgresql');
  assert.match(path, /^alembic\/versions\/[0-9a-f]{12}_add_index_ix_scenes_project_id_to_scenes\.py$/);
  const id = path.slice('alembic/versions/'.length).slice(0, 12);
  assert.equal(text, `"""Add index ix_scenes_project_id to scenes

Revision ID: ${id}
Revises: 111111111111
Create Date: 2025-03-04 05:06:07.089000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '${id}'
down_revision = '111111111111'
branch_labels = None
depends_on = None


def upgrade():
    # A concurrent build that fails leaves an INVALID index: drop it before running this again.
    # serves list_scenes, count
    with op.get_context().autocommit_block():
        op.create_index(
            'ix_scenes_project_id',
            'scenes',
            ['project_id'],
            unique=False,
            postgresql_concurrently=True,
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index('ix_scenes_project_id', table_name='scenes', postgresql_concurrently=True)
`);
  assert.equal(only(project(null), 'postgresql').text, text, 'the same bytes each time');
});

test('annotated, in double quotes, with op.f and a date in the name, where the project is so', () => {
  const mako = MAKO.replace('down_revision = ', 'down_revision: Union[str, Sequence[str], None] = ').replace('import sqlalchemy as sa', 'from typing import Sequence, Union\nimport sqlalchemy as sa').replace('def upgrade():', 'def upgrade() -> None:');
  const newest = revision('111111111111', 'None', `${base}\nop.create_index(op.f('ix_scenes_made'), 'scenes', ['made'], unique=False)`).replaceAll("'", '"').replace('"""111', '"""create scenes');
  const files: Files = { 'pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/migrations"\nfile_template = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s"\ntruncate_slug_length = 20\n', 'migrations/env.py': ENV, 'migrations/script.py.mako': mako, 'migrations/versions/2024_01_31_1200-111111111111_create_scenes.py': newest };
  const { path, text } = only(files);
  assert.match(path, /^migrations\/versions\/2025_03_04_0506-[0-9a-f]{12}_add_index_ix_scenes_\.py$/);
  assert.match(text, /^"""add index/);
  assert.match(text, /^down_revision: Union\[str, Sequence\[str\], None\] = "111111111111"$/m);
  assert.match(text, /^def upgrade\(\) -> None:\n {4}# serves list_scenes, count\n {4}op\.create_index\(op\.f\("ix_scenes_project_id"\), "scenes", \["project_id"\], unique=False\)$/m);
});

test('like the newest revision where there is no template', () => {
  const newest = `# a licence
"""Create scenes.

Revision ID: 111111111111
Revises:
Create Date: 2024-01-31 12:00:00

It takes a while.
"""
from typing import Union
from alembic import op
import sqlalchemy as sa
from app.types import GUID

# revision identifiers, used by Alembic.
revision: str = '111111111111'
down_revision: Union[str, None] = None
branch_labels = None
depends_on = None

SIZE = 80


def helper():
  pass


def upgrade() -> None:
  ${base.replaceAll('\n', '\n  ')}


def downgrade() -> None:
  op.drop_table('scenes')
`;
  const { path, text } = only({ 'app/db/versions/111111111111_create_scenes.py': newest });
  const id = path.slice('app/db/versions/'.length).slice(0, 12);
  assert.equal(text, `"""Add index ix_scenes_project_id to scenes

Revision ID: ${id}
Revises: 111111111111
Create Date: 2025-03-04 05:06:07.089000

"""
from typing import Union
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '${id}'
down_revision: Union[str, None] = '111111111111'
branch_labels = None
depends_on = None


def upgrade() -> None:
  # serves list_scenes, count
  op.create_index('ix_scenes_project_id', 'scenes', ['project_id'], unique=False)


def downgrade() -> None:
  op.drop_index('ix_scenes_project_id', table_name='scenes')
`);
});

test('a folder of Flask-Migrate for several databases: the functions of the one that has the table', () => {
  const multi = `"""base

Revision ID: 111111111111
"""
from alembic import op
import sqlalchemy as sa

revision = '111111111111'
down_revision = None


def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name):
    globals()["downgrade_%s" % engine_name]()


def upgrade_():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))


def downgrade_():
    op.drop_table('users')


def upgrade_film():
    ${base.replaceAll('\n', '\n    ')}


def downgrade_film():
    op.drop_table('scenes')
`;
  const { text } = only({ 'migrations/alembic.ini': '[alembic]\n# file_template = %%(rev)s_%%(slug)s\n', 'migrations/script.py.mako': '<%!\nimport re\n%>"""${message}"""', 'migrations/env.py': 'from alembic import context', 'migrations/versions/111111111111_.py': multi });
  assert.match(text, /def upgrade\(engine_name\):\n {4}globals\(\)\["upgrade_%s" % engine_name\]\(\)\n/);
  assert.match(text, /def upgrade_\(\):\n {4}pass\n\n\ndef downgrade_\(\):\n {4}pass\n\n\ndef upgrade_film\(\):\n {4}# serves list_scenes, count\n {4}op\.create_index\(/);
  assert.match(text, /def downgrade_film\(\):\n {4}op\.drop_index\('ix_scenes_project_id', table_name='scenes'\)\n$/);
});

test('several heads: the one whose history has the table; where that does not tell, nothing is written and it is said what to do', () => {
  const started = project(null);
  const other = { 'alembic/versions/side/222222222222_side.py': revision('222222222222', 'None', "op.create_table('side', sa.Column('id', sa.Integer()))") };
  const apart = written({ ...started, ...other }, 'sqlite', one);
  assert.match(apart.files[apart.paths[0] ?? ''] ?? '', /^down_revision = '111111111111'$/m);
  const forked = { ...started, 'alembic/versions/2.py': revision('aaaa', "'111111111111'", 'pass'), 'alembic/versions/3.py': revision('bbbb', "'111111111111'", 'pass') };
  assert.deepEqual(write(forked, 'sqlite', one), { kind: 'none', reason: 'alembic/versions has 2 heads (aaaa, bbbb), and the new revision can follow one alone: merge them with alembic merge heads, then run this again' });
  const merged = written({ ...forked, 'alembic/versions/4.py': revision('cccc', "('aaaa', 'bbbb')", 'pass') }, 'sqlite', one);
  assert.match(merged.files[merged.paths[0] ?? ''] ?? '', /^down_revision = 'cccc'$/m);
  const broken = write({ ...started, 'alembic/versions/2.py': revision('aaaa', "'nowhere'", base.replaceAll('scenes', 'shots')) }, 'sqlite', one);
  assert.ok(broken.kind === 'none');
  assert.match(broken.reason, /not whole: 2\.py: it follows the revision nowhere, which is in no file/);
});

test('what an index needs first is made before it; operator classes, methods and included columns have their options', () => {
  const spec = indexSpec('scenes', 'ix_t', [{ expr: { kind: 'column', column: 'title', span: { start: 0, end: 0 } }, direction: 'asc', nulls: 'default', opclass: 'gin_trgm_ops' }], { method: 'gin' });
  const made = written(project(null), 'postgresql', [planned(spec), planned(indexSpec('scenes', 'ix_i', ['project_id', "made"], { include: ['title'] }))]);
  const [first = '', second = ''] = made.paths.map((path) => made.files[path] ?? '');
  assert.match(first, /op\.execute\('CREATE EXTENSION IF NOT EXISTS pg_trgm'\)\n {4}with op\.get_context/);
  assert.match(first, /postgresql_using='gin',\n\s+postgresql_ops=\{'title': 'gin_trgm_ops'\},\n\s+postgresql_concurrently=True/);
  assert.match(second, /postgresql_include=\['title'\]/);
});

test('ids are twelve hexadecimal digits that follow from what they are for, or the next number', () => {
  const at = (id: string, down: string | null) => ({ path: `${id}.py`, id, downs: down === null ? [] : [down], dependsOn: [], labels: [] });
  const id = nextId(at('abc', null), null, new Set(), 'seed');
  assert.match(id, /^[0-9a-f]{12}$/);
  assert.equal(nextId(at('abc', null), null, new Set(), 'seed'), id);
  assert.notEqual(nextId(at('abc', null), null, new Set([id]), 'seed'), id);
  assert.notEqual(nextId(at('abd', null), null, new Set(), 'seed'), id);
  assert.equal(nextId(at('0009', '0008'), at('0008', null), new Set(['0010']), 'seed'), '0011');
});

test('names of files are made as Alembic makes them, or as the newest one shows', () => {
  assert.equal(slugOf('Add index ix_a to Scenes!', 40), 'add_index_ix_a_to_scenes');
  assert.equal(slugOf('add a rather long message that goes on', 20), 'add_a_rather_long_');
  const now = new Date('2025-03-04T05:06:07Z');
  const newest = (path: string) => ({ path, id: '8a558baeef05', downs: [], dependsOn: [], labels: [] });
  const settings = { fileTemplate: '%(rev)s_%(slug)s', slugLength: 40, scriptLocation: null, versions: [], dialect: null };
  for (const [path, expected] of [['v/8a558baeef05_x.py', 'abc_s'], ['v/2021-06-15_8a558baeef05.py', '2025-03-04_abc'], ['v/20210615_8a558baeef05_x.py', '20250304_abc_s'], ['v/anything.py', 'abc_s']] as const) assert.equal(fileNameFor(settings, [newest(path)], { id: 'abc', slug: 's', now }), expected, path);
});

test('settings are those of the section that has the folder', () => {
  const view = viewOf({
    'src/app/alembic.ini': '[alembic]\nfile_template = a_%%(rev)s\n[core]\nscript_location = app:database/core\nsqlalchemy.url = driver://user\n[tenant]\nscript_location = app:database/tenant\nfile_template = t_%%(rev)s\nsqlalchemy.url = postgresql+psycopg2://x\n',
    'src/app/database/core/script.py.mako': MAKO, 'src/app/database/tenant/script.py.mako': MAKO,
  });
  assert.deepEqual([settingsOf(view, 'src/app/database/tenant/versions')].map(({ fileTemplate, dialect, scriptLocation }) => [fileTemplate, dialect, scriptLocation]), [['t_%(rev)s', 'postgresql', 'src/app/database/tenant']]);
  assert.equal(settingsOf(view, 'src/app/database/core/versions').fileTemplate, '%(rev)s_%(slug)s');
});

test('a project that was made ready and has no revision yet gets its first', () => {
  const files: Files = { 'alembic.ini': INI, 'alembic/env.py': ENV, 'alembic/script.py.mako': MAKO, 'schema.sql': 'CREATE TABLE scenes (id integer primary key, project_id integer)' };
  const view = viewOf(files);
  const [home] = alembic.find(view);
  assert.equal(home?.folder, 'alembic/versions');
  const result = home === undefined ? null : alembic.write({ home, view, catalog: onlyCatalog(files, 'sqlite'), indexes: one, now: new Date(0) });
  assert.ok(result?.kind === 'written');
  assert.match(result.edits.creates[0]?.text ?? '', /^down_revision = None$/m);
});

test('models without a migrations folder get the index in the model alone, and are told what that means', () => {
  const files: Files = { 'models.py': "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Scene(Base):\n    __tablename__ = 'scenes'\n    id = Column(Integer, primary_key=True)\n    project_id = Column(Integer)\n" };
  const catalogs = workspaceOf(files, { dialect: 'sqlite' }).snapshot().catalogs();
  const [catalog] = catalogs;
  assert.ok(catalog !== undefined);
  const plan = planMigration({ needs: [{ ...needFor(indexSpec('scenes', 'ix_scenes_project_id', ['project_id'])), database: catalog.id }], catalogs, view: viewOf(files), writers: sqlWriters('sqlite'), now: new Date(0) });
  assert.match(plan.skipped[0]?.reason ?? '', /^no migrations folder was found for these models; where create_all makes the tables at start-up/);
});
