from __future__ import annotations

import datetime
import enum
import uuid
from decimal import Decimal
from typing import Annotated, Any, List, Optional

import sqlalchemy as sa
import sqlalchemy.orm as so
from sqlalchemy import ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from keys import SCHEMA, bigkey

intpk = Annotated[int, mapped_column(primary_key=True)]
code = Annotated[str, 12]
tenant = Annotated[uuid.UUID, mapped_column(ForeignKey("tenants.id", ondelete="CASCADE"), index=True)]


class Base(DeclarativeBase):
    metadata = MetaData(schema="app")
    type_annotation_map = {
        code: String(12),
        datetime.datetime: sa.DateTime(timezone=True),
        dict[str, Any]: sa.JSON,
    }


class State(enum.Enum):
    NEW = "new"
    OLD = "old"


class HasTenant:
    tenant_id: Mapped[tenant]


class Stamped:
    created: Mapped[datetime.datetime] = mapped_column(server_default=sa.func.now())

    @declared_attr.directive
    def __table_args__(cls):
        return (Index(f"ix_{cls.__name__.lower()}_created", "created"), {"schema": "audit"})


class Tenant(Base):
    __tablename__ = "tenants"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str] = mapped_column(String(50), unique=True)
    users: Mapped[List["User"]] = relationship(back_populates="tenant", lazy="selectin")


class User(HasTenant, Base):
    __tablename__ = "users"

    id: Mapped[intpk]
    email: Mapped[str] = mapped_column("email_addr", index=True, unique=True)
    nick: Mapped[str | None]
    short: Mapped[Optional[code]]
    number: so.Mapped[code]
    active: Mapped[bool] = mapped_column(default=True)
    amount: Mapped[Decimal]
    ratio: Mapped[float]
    seen: Mapped[Optional[datetime.datetime]]
    day: Mapped[datetime.date]
    at: Mapped[datetime.time]
    data: Mapped[Optional[bytes]]
    state: Mapped[State]
    extra = mapped_column(sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
    manager_id: Mapped[Optional[int]] = mapped_column(ForeignKey("users.id"))

    tenant: Mapped["Tenant"] = relationship(back_populates="users")
    manager: Mapped[Optional["User"]] = relationship(remote_side=[id], foreign_keys=[manager_id])

    __table_args__ = (
        UniqueConstraint("tenant_id", "nick", name="uq_nick"),
        Index("ix_users_active", active),
        Index("ix_users_text", text("lower(nick)"), unique=True),
        Index("ix_users_ops", "nick", postgresql_using="gin", postgresql_ops={"nick": "gin_trgm_ops"}),
        Index("ix_users_part", "manager_id", postgresql_include=["day"], postgresql_where=text("manager_id IS NOT NULL"), sqlite_where=text("manager_id IS NOT NULL")),
        {"comment": "people"},
    )


class Event(Stamped, Base):
    __tablename__ = "events"

    id: Mapped[bigkey]
    user_id: Mapped[int] = mapped_column(ForeignKey("app.users.id"))
    kind: Mapped[str] = mapped_column(String(20))


class Note(Stamped, Base):
    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_body", "body"), {"schema": SCHEMA})

    id: Mapped[intpk]
    body: Mapped[str] = mapped_column(sa.Text)
