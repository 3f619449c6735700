from datetime import datetime

from extensions import db

members = db.Table(
    "members",
    db.Column("user_id", db.Integer, db.ForeignKey("user_profile.id"), primary_key=True),
    db.Column("team_id", db.Integer, db.ForeignKey("team.id"), primary_key=True),
)


class BaseModel(db.Model):
    __abstract__ = True

    id = db.Column(db.Integer, primary_key=True)
    created_at = db.Column(db.DateTime, default=datetime.utcnow, index=True)


class UserProfile(BaseModel):
    name = db.Column(db.String(80), unique=True, nullable=False)
    posts = db.relationship("HTTPLog2Entry", backref="author", lazy="dynamic")


class HTTPLog2Entry(BaseModel):
    path = db.Column(db.Text)
    user_id = db.Column(db.Integer, db.ForeignKey("user_profile.id"), nullable=False)

    __table_args__ = (db.Index("ix_log_user_created", user_id, db.text("created_at DESC")),)


class SlowEntry(HTTPLog2Entry):
    """No key of its own: it shares the parent's table."""

    seconds = db.Column(db.Float)


class FastEntry(HTTPLog2Entry):
    id = db.Column(db.ForeignKey("http_log2_entry.id"), primary_key=True)
    hits = db.Column(db.SmallInteger, index=True)


class Team(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    label = db.Column("team_label", db.String(20), index=True, unique=True)
    users = db.relationship(UserProfile, secondary=members, backref=db.backref("teams"))


class Account(db.Model):
    __bind_key__ = "billing"
    __tablename__ = "accounts"

    id = db.Column(db.Integer, primary_key=True)
    team_id = db.Column(db.Integer, index=True)
