import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const files = {
  'pyproject.toml': '[project]\nname = "guests"\ndependencies = ["sqlalchemy>=2", "psycopg"]\n',
  'guests/models.py': `from sqlalchemy import Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    __table_args__ = (Index("ix_users_city", "city"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column("email_addr", String(80))
    city: Mapped[str] = mapped_column(String(40))
`,
  'guests/queries.py': `from sqlalchemy import select, text
from guests.models import User


def in_city(session, city):
    return session.scalars(select(User).where(User.city == city)).all()


def in_city_by_name(session, city):
    return session.query(User).filter_by(city=city).all()


def by_email(session, email):
    return session.execute(text("SELECT u.id FROM users u WHERE u.email_addr = :email"), {"email": email}).all()
`,
};

type Path = keyof typeof files;
const at = (path: Path, piece: string, from = 1): [Path, number] => [path, files[path].indexOf(piece) + from];
const snapshot = workspaceOf(files).snapshot();
const shown = (places: ReturnType<typeof snapshot.definition>): readonly string[] => places.map(({ path, span }) => `${path} ${files[path as Path].slice(span.start, span.end)}`).sort();
const EMAIL = 'guests/models.py email: Mapped[str] = mapped_column("email_addr", String(80))';
const CITY = 'guests/models.py city: Mapped[str] = mapped_column(String(40))';

describe('in Python, definition', () => {
  it('of a column in SQL text is where the model declares it, of a table its class', () => {
    assert.deepEqual(shown(snapshot.definition(...at('guests/queries.py', 'u.email_addr'))), [EMAIL]);
    assert.deepEqual(shown(snapshot.definition(...at('guests/queries.py', 'users u'))), ['guests/models.py User']);
  });

  it("of a column that an argument's name means is there too", () => assert.deepEqual(shown(snapshot.definition(...at('guests/queries.py', 'city=city'))), [CITY]));
  it('of an attribute is left to its own tools', () => assert.deepEqual(snapshot.definition(...at('guests/queries.py', 'User.city', 6)), []));
});

describe('in Python, references', () => {
  it('of an index are the queries that it serves', () => {
    const places = snapshot.references(...at('guests/models.py', 'Index("ix_users_city"'), { declaration: false });
    assert.deepEqual(shown(places), ['guests/queries.py select(User).where(User.city == city)', 'guests/queries.py session.query(User).filter_by(city=city).all()']);
  });

  it('of a column from its declaration are those that no tool of Python knows', () => {
    assert.deepEqual(shown(snapshot.references(...at('guests/models.py', 'city: Mapped'), { declaration: true })), [CITY, 'guests/queries.py city']);
    assert.deepEqual(shown(snapshot.references(...at('guests/models.py', 'email: Mapped'), { declaration: false })), ['guests/queries.py u.email_addr']);
  });
});

describe('in Python, explanation', () => {
  it('of a class is its table, of an index what it serves, of a query why nothing does', () => {
    assert.equal(snapshot.explain(...at('guests/models.py', 'User(Base)'))?.kind, 'table');
    const index = snapshot.explain(...at('guests/models.py', 'Index("ix_users_city"'));
    assert.equal(index?.kind === 'index' && index.serves.length, 2);
    const query = snapshot.explain(...at('guests/queries.py', 'u.email_addr'));
    assert.equal(query?.kind === 'query' && query.column?.column.name, 'email_addr');
  });
});
