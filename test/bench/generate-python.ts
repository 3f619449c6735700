import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A generated SQLAlchemy project: `models` models in one file of some 2,000 lines, with the queries that a team writes beside them, and `services` files of queries. */
export function generatePythonProject(folder: string, models: number, services: number): { readonly longFile: string } {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('pyproject.toml', '[project]\nname = "generated"\ndependencies = ["sqlalchemy>=2", "psycopg"]\n');
  write('app/__init__.py', '');
  write('app/models.py', HEAD + Array.from({ length: models }, (_, i) => modelText(i, models)).join(''));
  for (let i = 0; i < services; i++) write(`app/services/service${i}.py`, serviceText(i, models));
  write('app/services/__init__.py', '');
  return { longFile: 'app/models.py' };
}

const HEAD = `from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass

`;

const modelText = (i: number, all: number): string => `
class Entity${i}(Base):
    """One of the things that the application is about."""

    __tablename__ = "entity${i}"
    __table_args__ = (Index("ix_entity${i}_owner_id_status", "owner_id", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("entity${(i + 1) % all}.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(20), default="new")
    title: Mapped[str | None] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    owner: Mapped["Entity${(i + 1) % all}"] = relationship(foreign_keys=[owner_id])

    @classmethod
    def newest(cls, session: Session, owner_id: int, limit: int = 20) -> list["Entity${i}"]:
        stmt = select(Entity${i}).where(Entity${i}.owner_id == owner_id).order_by(Entity${i}.created_at.desc())
        return list(session.scalars(stmt.limit(limit)))

    def label(self) -> str:
        if self.title is None:
            return f"{self.slug} ({self.status})"
        return f"{self.title} ({self.status})"

`;

const serviceText = (seed: number, models: number): string => {
  const used = Array.from({ length: 6 }, (_, i) => (seed * 7 + i) % models);
  const names = [...new Set(used)].map((n) => `Entity${n}`).join(', ');
  return `from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ${names}
${used.map((n, i) => `

def list${i}(session: Session, owner_id: int, title: str) -> list[Entity${n}]:
    stmt = select(Entity${n}).where(Entity${n}.${i % 2 === 0 ? 'title == title' : 'owner_id == owner_id'})
    return list(session.scalars(stmt.order_by(Entity${n}.created_at.desc()).limit(20)))
`).join('')}`;
};
