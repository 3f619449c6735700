"""The declarative base: names of everything are made by one convention."""
import functools

from sqlalchemy import Column, DateTime, Integer, MetaData, func
from sqlalchemy.ext.declarative import declarative_base, declared_attr

PREFIX = "shop"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Common(object):
    @declared_attr
    def __tablename__(cls):
        return f"{PREFIX}_{cls.__name__.lower()}s"

    def as_dict(self):
        return {column.name: getattr(self, column.name) for column in self.__table__.columns}


metadata = MetaData(naming_convention=NAMING)
Base = declarative_base(cls=Common, metadata=metadata)

NotNull = functools.partial(Column, nullable=False)


def primary_key():
    return Column(Integer, primary_key=True)


class Timestamps:
    created_at = Column(DateTime, nullable=False, server_default=func.now(), index=True)
    updated_at = Column(DateTime(timezone=True))


class Audited(Timestamps, Base):
    __abstract__ = True

    note = Column("audit_note", Integer)
