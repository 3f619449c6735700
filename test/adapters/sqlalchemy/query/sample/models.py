import enum

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Boolean, Column, DateTime, Enum, Float, ForeignKey, Integer, String, Table, Text
from sqlalchemy.orm import backref, relationship

db = SQLAlchemy()


class Status(enum.Enum):
    draft = "draft"
    open = "open"


post_tags = Table(
    "post_tags",
    db.metadata,
    Column("post_id", Integer, ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", Integer, ForeignKey("tags.id"), primary_key=True),
)

audit = Table(
    "audit",
    db.metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id")),
    Column("action", String(40)),
    Column("at", DateTime),
)


class Org(db.Model):
    __tablename__ = "orgs"
    id = Column(Integer, primary_key=True)
    name = Column(String(80))
    users = relationship("User", back_populates="org")


class User(db.Model):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column("email_addr", String(120), unique=True)
    name = Column(String(80))
    age = Column(Integer)
    active = Column(Boolean, nullable=False, default=True)
    score = Column(Float)
    created_at = Column(DateTime)
    org_id = Column(Integer, ForeignKey("orgs.id"))
    manager_id = Column(Integer, ForeignKey("users.id"))
    settings = Column(JSON)
    org = relationship(Org, back_populates="users")
    posts = relationship("Post", back_populates="author", foreign_keys="Post.author_id")


class Post(db.Model):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    title = Column(String(200))
    body = Column(Text)
    status = Column(Enum(Status))
    author_id = Column(Integer, ForeignKey("users.id"), nullable=False)
    editor_id = Column(Integer, ForeignKey("users.id"))
    published_at = Column(DateTime)
    views = Column(Integer, default=0)
    author = relationship(User, back_populates="posts", foreign_keys=[author_id])
    editor = relationship(User, foreign_keys=[editor_id])
    tags = relationship("Tag", secondary=post_tags, backref="posts")
    comments = relationship("Comment", back_populates="post")


class Tag(db.Model):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    name = Column(String(40))


class Comment(db.Model):
    __tablename__ = "comments"
    id = Column(Integer, primary_key=True)
    post_id = Column(Integer, ForeignKey("posts.id"))
    user_id = Column(Integer, ForeignKey("users.id"))
    text = Column(Text)
    created_at = Column(DateTime)
    post = relationship(Post, back_populates="comments")
    user = relationship(User, backref=backref("comments", lazy="dynamic"))


class Membership(db.Model):
    __tablename__ = "memberships"
    org_id = Column(Integer, ForeignKey("orgs.id"), primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"), primary_key=True)
    role = Column(String(20))
