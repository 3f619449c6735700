import type { Files } from './real.ts';

/** A revision as people write it. `downs` is the source of `down_revision`. */
export const revision = (id: string, downs: string, body: string, more: { readonly head?: string; readonly tail?: string; readonly typed?: boolean; readonly labels?: string; readonly depends?: string } = {}): string => `"""${id}

Revision ID: ${id}

"""
from alembic import op
import sqlalchemy as sa
${more.head ?? ''}

revision${more.typed === true ? ': str' : ''} = '${id}'
down_revision${more.typed === true ? ': Union[str, Sequence[str], None]' : ''} = ${downs}
branch_labels = ${more.labels ?? 'None'}
depends_on = ${more.depends ?? 'None'}


def upgrade()${more.typed === true ? ' -> None' : ''}:
${body.replace(/^(?=.)/gm, '    ')}


def downgrade():
    op.drop_table('nobody_runs_this')
    op.execute('CREATE TABLE from_the_way_back (id integer)')
${more.tail ?? ''}`;

const typing = 'from typing import Sequence, Union';
const pg = 'from sqlalchemy.dialects import postgresql';

/** Everything that Alembic has words for, on PostgreSQL: branches, a merge, a second base in a folder of its own, batches, SQL, loops, helpers and conditions. */
export const POSTGRES_HISTORY: Files = {
  'alembic/versions/0a_base.py': revision('0a', 'None', `
op.execute("CREATE SCHEMA app")
op.create_table('users',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('name', sa.Unicode(80), index=True),
    sa.Column('age', sa.SmallInteger),
    sa.Column('score', sa.Numeric(10, 2), server_default=sa.text('0')),
    sa.Column('kind', sa.Enum('admin', 'user', name='user_kind'), nullable=False),
    sa.Column('slug', sa.Text, unique=True),
    sa.Column('made', sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    sa.Column('seen', sa.DateTime()),
    sa.Column('flags', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('tags', postgresql.ARRAY(sa.String())),
    sa.Column('ok', sa.Boolean(), nullable=False),
    sa.Column('weight', sa.Float()),
    sa.Column('raw', sa.LargeBinary()),
    sa.Column('uid', postgresql.UUID(as_uuid=True), nullable=True),
    sa.Column('address', postgresql.INET()),
    sa.Column('search', postgresql.TSVECTOR()),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('email', name=op.f('uq_users_email')),
    sa.CheckConstraint('age > 0', name='ck_age'),
)
op.create_index(op.f('ix_users_age'), 'users', ['age'], unique=False)`, { head: pg }),

  'alembic/versions/0b_app.py': revision('0b', "'0a'", `
op.create_table(
    'orders',
    sa.Column('id', sa.BigInteger(), sa.Identity(), primary_key=True),
    sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id', ondelete='CASCADE'), nullable=False, index=True),
    sa.Column('code', sa.String(20), unique=True, index=True),
    sa.Column('state', sa.String(20), nullable=False, server_default='new'),
    sa.Column('total', sa.Integer, sa.Computed('1 + 1')),
    sa.Column('placed', sa.Date),
    schema='app',
)
op.create_table('order_lines',
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text()),
    sa.ForeignKeyConstraint(['order_id'], ['app.orders.id'], name='fk_lines', ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('order_id', 'line', name='pk_lines'),
    sa.Index('ix_lines_note', 'note'),
    schema='app')
op.create_index('ix_orders_state_placed', 'orders', ['state', sa.text('placed DESC')], schema='app', postgresql_where=sa.text("state <> 'done'"))
op.create_index('ix_orders_lower_state', 'orders', [sa.text('lower(state)')], unique=True, schema='app')
op.create_index('ix_orders_inc', 'orders', ['user_id', 'placed'], schema='app', postgresql_include=['state'])
op.create_index('ix_orders_part', 'orders', ['placed'], schema='app', postgresql_where=sa.column('state') == 'open')
op.create_index('ix_users_tags', 'users', ['tags'], postgresql_using='gin')
op.create_index('ix_users_flags', 'users', ['flags'], postgresql_using='gin', postgresql_ops={'flags': 'jsonb_path_ops'})
op.create_index('ix_users_name_pattern', 'users', ['name'], postgresql_ops={'name': 'text_pattern_ops'})
op.create_index('ix_users_fn', 'users', [sa.func.lower(sa.column('email')), sa.column('made').desc(), sa.text('seen DESC NULLS LAST')])`, { typed: true, head: typing }),

  // A branch, with loops and helpers.
  'alembic/versions/1a_left.py': revision('1a', "'0b'", `
for table in ('red', 'green'):
    op.create_table(table, *base(), sa.Column('note', sa.String(NOTE)))
    op.create_index(f'ix_{table}_note', table, ['note'])
for name, columns in {'ix_red_both': ['note', 'stamp'], 'ix_red_stamp': ['stamp']}.items():
    op.create_index(name, 'red', columns)
for place, column in enumerate(['note']):
    op.create_index('ix_%s_%d' % (column, place), 'green', [column], unique=True)
_grow('green', extra='more')
for column in COLUMNS:
    op.add_column('users', column)`, {
    head: 'NOTE = 40\nCOLUMNS = [sa.Column("c1", sa.Integer()), sa.Column("c2", sa.String(5), nullable=False, server_default="x")]',
    tail: `

def base():
    return [sa.Column('id', sa.Integer(), primary_key=True), sa.Column('stamp', sa.DateTime(), nullable=False)]


def _grow(table, extra):
    op.add_column(table, sa.Column(extra, sa.Integer(), sa.ForeignKey('users.id', name='fk_grown')))
    op.create_index('ix_' + table + '_' + extra, table, [extra])
`,
  }),

  // The other branch: what is altered, renamed and dropped.
  'alembic/versions/1b_right.py': revision('1b', "'0b'", `
op.alter_column('users', 'seen', new_column_name='last_seen', existing_type=sa.DateTime())
op.alter_column('users', 'weight', type_=sa.Numeric(6, 2), existing_type=sa.Float(), nullable=False)
op.alter_column('orders', 'state', existing_type=sa.String(20), nullable=True, schema='app')
op.drop_constraint('uq_users_email', 'users', type_='unique')
op.create_unique_constraint('uq_users_email_kind', 'users', ['email', 'kind'])
op.drop_index(op.f('ix_users_age'), table_name='users')
op.drop_column('users', 'raw')
op.create_table('old_name', sa.Column('id', sa.Integer(), nullable=False), sa.Column('x', sa.Integer(), index=True))
op.create_primary_key('pk_old', 'old_name', ['id'])
op.create_foreign_key('fk_old_users', 'old_name', 'users', ['x'], ['id'], ondelete='SET NULL')
op.rename_table('old_name', 'new_name')
op.create_foreign_key(None, 'users', 'orders', ['c0'], ['id'], referent_schema='app') if False else None
op.create_table('doomed', sa.Column('id', sa.Integer(), primary_key=True))
op.drop_table('doomed')
op.create_check_constraint('ck_weight', 'users', 'weight > 0')
op.drop_constraint('ck_age', 'users')`),

  'alembic/versions/2_merge.py': revision('2', "('1a', '1b')", 'pass'),

  'alembic/versions/3_batch_and_sql.py': revision('3', "'2'", `
with op.batch_alter_table('users', schema=None) as batch_op:
    batch_op.add_column(sa.Column('phone', sa.String(length=20), nullable=True))
    batch_op.create_index(batch_op.f('ix_users_phone'), ['phone'], unique=True)
    batch_op.drop_column('address')
    batch_op.alter_column('phone', new_column_name='telephone', existing_type=sa.String(20))
with op.batch_alter_table('orders', schema='app') as batch:
    batch.create_foreign_key('fk_orders_line', 'new_name', ['total'], ['id'])
    batch.create_unique_constraint('uq_orders', ['state', 'placed'])
    batch.drop_index('ix_orders_part')
op.execute("""
    CREATE TABLE raw_sql (id serial PRIMARY KEY, body text, at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX raw_sql_body ON raw_sql USING gin (to_tsvector('english', body));
    CREATE INDEX raw_sql_at ON raw_sql (at DESC) WHERE body IS NOT NULL;
""")
op.execute(sa.text("ALTER TABLE raw_sql ADD COLUMN more varchar(9) DEFAULT 'a\\\\:b'"))
conn = op.get_bind()
conn.execute(sa.text(SQL))
for schema in ['app']:
    op.execute(f'CREATE INDEX ix_late ON {schema}.order_lines (line)')
op.execute(sa.DDL('CREATE TYPE mood AS ENUM (%s)' % "'sad', 'glad'"))
sa.Enum('x', 'y', name='xy').create(op.get_bind(), checkfirst=True)
op.add_column('raw_sql', sa.Column('mood', postgresql.ENUM('sad', 'glad', name='mood', create_type=False)))
op.add_column('raw_sql', sa.Column('xy', sa.Enum('x', 'y', name='xy', create_type=False)))`, { head: `${pg}\nSQL = "ALTER TABLE new_name ADD COLUMN y integer UNIQUE"` }),

  'alembic/versions/4_conditions.py': revision('4', "'3'", `
bind = op.get_bind()
inspector = sa.inspect(bind)
columns = [c['name'] for c in inspector.get_columns('users')]
if 'telephone' not in columns:
    op.add_column('users', sa.Column('telephone', sa.String(20)))
if 'fax' not in columns:
    op.add_column('users', sa.Column('fax', sa.String(20)))
    op.create_index('ix_users_fax', 'users', ['fax'])
if not inspector.has_table('audit'):
    op.create_table('audit', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('what', sa.Text()))
if bind.dialect.name == 'postgresql':
    op.create_index('ix_audit_what', 'audit', ['what'], postgresql_using='hash')
elif bind.dialect.name == 'sqlite':
    op.create_index('ix_audit_sqlite', 'audit', ['what'])
else:
    op.create_table('elsewhere', sa.Column('id', sa.Integer()))
if bind.engine.name in ('mysql', 'mariadb'):
    op.drop_table('audit')
if not _is_sqlite():
    op.add_column('audit', sa.Column('who', sa.Integer()))
try:
    with bind.begin_nested():
        op.create_index('ix_audit_who', 'audit', ['who'])
except Exception:
    op.drop_table('audit')
if inspector.has_table('audit') is None:
    return
with op.get_context().autocommit_block():
    op.create_index('ix_audit_both', 'audit', ['who', 'what'], postgresql_concurrently=True)
    op.execute('CREATE INDEX CONCURRENTLY ix_audit_sql ON audit (who DESC)')
if context_wants_out(bind):
    return
op.drop_index('ix_users_fax', 'users')`, {
    tail: `

def _is_sqlite():
    return op.get_bind().dialect.name == 'sqlite'


def context_wants_out(bind):
    return not bind.dialect.has_table(bind, 'audit')
`,
  }),

  // A base of its own in a sub-folder, which needs what another branch made.
  'alembic/versions/side/s1.py': revision('s1', 'None', "op.create_table('side', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id')))\nop.create_index(None, 'side', ['user_id'])", { labels: "('side',)", depends: "'0a'" }),
  'alembic/versions/side/s2.py': revision('s2', "'s1'", "op.add_column('side', sa.Column('label', sa.String(3), nullable=False, server_default='a'))"),
};

/** The same for SQLite: what it takes by itself, and what a batch makes of a table by copying it. */
export const SQLITE_HISTORY: Files = {
  'alembic/versions/a1.py': revision('a1', 'None', `
op.create_table('parent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False, unique=True),
    sa.Column('flag', sa.Boolean(), nullable=False),
    sa.Column('made', sa.DateTime(timezone=True)),
    sa.Column('kind', sa.Enum('a', 'bb', name='kinds')),
    sa.Column('data', sa.JSON()),
    sa.PrimaryKeyConstraint('id'))
op.create_table('child',
    sa.Column('id', sa.String(36), primary_key=True),
    sa.Column('parent_id', sa.Integer(), sa.ForeignKey('parent.id', ondelete='CASCADE'), index=True),
    sa.Column('rank', sa.Float()), sa.Column('big', sa.BigInteger()),
    sa.UniqueConstraint('parent_id', 'rank', name='uq_child'))
op.create_index('ix_child_rank', 'child', ['rank', sa.text('big DESC')], sqlite_where=sa.text('rank > 0'))
op.create_index('ix_child_only_postgres', 'child', ['big'], postgresql_where=sa.text('big > 0'), postgresql_using='hash')`),
  'alembic/versions/a2.py': revision('a2', "'a1'", `
with op.batch_alter_table('child') as batch_op:
    batch_op.add_column(sa.Column('note', sa.Text(), nullable=True))
    batch_op.alter_column('rank', nullable=False, existing_type=sa.Float())
    batch_op.drop_constraint('uq_child', type_='unique')
    batch_op.create_unique_constraint('uq_child_note', ['note'])
    batch_op.create_index('ix_child_note', ['note', 'rank'])
with op.batch_alter_table('parent', recreate='always') as batch_op:
    batch_op.alter_column('made', new_column_name='created')
    batch_op.drop_column('data')
op.add_column('parent', sa.Column('extra', sa.Integer()))
op.rename_table('parent', 'parents')
op.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b TEXT UNIQUE)")
op.execute("CREATE INDEX plain_a ON plain (a DESC)")`),
  'alembic/versions/a3.py': revision('a3', "'a2'", `
if op.get_bind().dialect.name == 'postgresql':
    op.create_table('not_here', sa.Column('id', sa.Integer()))
with op.batch_alter_table('child') as batch_op:
    batch_op.drop_index('ix_child_rank')
    batch_op.create_foreign_key('fk_child_plain', 'plain', ['big'], ['id'])
# A batch that copies its table would lose an index over an expression: SQLAlchemy does not reflect one.
op.create_index('ix_parents_lower', 'parents', [sa.text('lower(name)')])
op.drop_table('plain') if False else None`),
};
