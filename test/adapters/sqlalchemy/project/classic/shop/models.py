import enum

from sqlalchemy import (
    BigInteger, Boolean, CheckConstraint, Column, Date, Enum, Float, ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, Numeric, SmallInteger, String,
    Table, Text, Unicode, UniqueConstraint, and_, desc, func, text,
)
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.orm import backref, deferred, relationship

from .base import Audited, Base, NotNull, Timestamps, metadata, primary_key


class Colour(enum.Enum):
    red = 1
    green = 2


class Owned:
    """Mixin with a foreign key, which must be made for each class."""

    @declared_attr
    def owner_id(cls):
        return Column(Integer, ForeignKey("accounts.id", ondelete="SET NULL"), index=True)

    @declared_attr
    def owner(cls):
        return relationship("Account", foreign_keys=[cls.owner_id])


class Account(Timestamps, Base):
    __tablename__ = "accounts"

    id = Column(Integer, primary_key=True, autoincrement=True)
    email = Column("email_address", String(120), nullable=False, unique=True)
    login = NotNull(Unicode(40), unique=True, index=True)
    is_active = Column(Boolean, default=True)
    birthday = Column(Date)
    balance = Column(Numeric(12, 2))
    score = Column(Float)
    picture = deferred(Column(LargeBinary))
    bio = Column(Text)
    colour = Column(Enum("red", "green", name="colour"))

    orders = relationship("Order", back_populates="account", lazy="dynamic")

    __table_args__ = (
        Index("ix_accounts_lower_login", func.lower(login)),
        Index(None, "is_active", "birthday"),
        CheckConstraint("score >= 0", name="score"),
    )


class Order(Owned, Audited):
    id = primary_key()
    account_id = Column(Integer, ForeignKey(Account.id), nullable=False)
    number = Column(BigInteger, nullable=False)
    state = Column(String(20), nullable=False)
    placed = Column("placed_on", Date)

    account = relationship(Account, back_populates="orders")

    @declared_attr
    def __table_args__(cls):
        return (
            UniqueConstraint("account_id", "number"),
            Index("ix_open_orders", cls.state, desc(cls.placed), postgresql_where=cls.state != "done", sqlite_where=text("state != 'done'")),
            {"mysql_engine": "InnoDB"},
        )


class Line(Base):
    __tablename__ = "order_lines"
    __table_args__ = (ForeignKeyConstraint(["order_id"], ["shop_orders.id"], name="fk_line_order", ondelete="CASCADE"), UniqueConstraint("order_id", "place", name="uq_place"))

    order_id = Column(Integer, primary_key=True)
    place = Column(SmallInteger, primary_key=True, autoincrement=False)
    product_id = Column(ForeignKey("products.id"))
    order = relationship("Order", backref=backref("lines", lazy="joined"))


product_tags = Table(
    "product_tags",
    metadata,
    Column("product_id", ForeignKey("products.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True, index=True),
)


class Product(Base):
    __tablename__ = "products"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "product"}

    id = Column(Integer, primary_key=True)
    kind = Column(String(20), nullable=False)
    name = Column(String(80), nullable=False)
    price = Column(Numeric)
    tags = relationship("Tag", secondary=product_tags, backref="products")


class Book(Product):
    """Shares the table of Product."""

    __tablename__ = None
    __mapper_args__ = {"polymorphic_identity": "book"}

    isbn = Column(String(13), index=True)


class Machine(Product):
    """Has a table of its own, joined to that of Product."""

    __tablename__ = "machines"
    __mapper_args__ = {"polymorphic_identity": "machine"}

    id = Column(Integer, ForeignKey("products.id"), primary_key=True)
    volts = Column(Integer)


class Tag(Base):
    __tablename__ = "tags"

    id = Column(Integer, primary_key=True)
    label = Column(String(30), nullable=False)


Index("ix_product_price_name", Product.price.desc(), Product.name)
Index("ix_tags_label", Tag.__table__.c.label, unique=True)
