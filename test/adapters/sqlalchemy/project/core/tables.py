import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, PrimaryKeyConstraint, String, Table, func
from sqlalchemy.orm import registry

mapper_registry = registry(metadata=MetaData(schema="stock"))
metadata = mapper_registry.metadata


def common():
    return [Column("created", sa.DateTime), Column("changed", sa.DateTime)]


items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sku", String(20), key="code", unique=True),
    Column("title", String, index=True),
    *common(),
    Index("ix_items_pair", "title", "code"),
)

lots = Table(
    "lots",
    metadata,
    Column("item_id", ForeignKey("items.id")),
    Column("lot", String(10)),
    Column("amount", sa.Numeric(10, 3), nullable=False),
    PrimaryKeyConstraint("item_id", "lot", name="pk_lots"),
    schema="other",
)

Index("ix_lots_amount", lots.c.amount.desc(), unique=False)
Index("ix_items_lower", func.lower(items.c.title))
Index("ix_items_created", items.c.created, postgresql_where=items.c.changed.is_(None), sqlite_where=items.c.changed.is_(None))


class Item:
    pass


class Lot:
    pass


mapper_registry.map_imperatively(Item, items, properties={"name": items.c.title})
mapper_registry.map_imperatively(Lot, lots)


@mapper_registry.mapped
class Shelf:
    __table__ = Table("shelves", mapper_registry.metadata, Column("id", Integer, primary_key=True), Column("item_id", ForeignKey(items.c.id), index=True))

