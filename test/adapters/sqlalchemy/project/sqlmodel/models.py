from datetime import date, datetime
from enum import Enum
from typing import List, Optional
from uuid import UUID, uuid4

from sqlalchemy import Column, ForeignKey, Index, String, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel


class Rank(str, Enum):
    high = "high"
    low = "low"


class HeroTeamLink(SQLModel, table=True):
    team_id: Optional[int] = Field(default=None, foreign_key="heroteam.id", primary_key=True)
    hero_id: Optional[int] = Field(default=None, foreign_key="hero.id", primary_key=True)


class TeamBase(SQLModel):
    name: str = Field(index=True)
    headquarters: str = Field(max_length=40, unique=True)


class HeroTeam(TeamBase, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)

    heroes: List["Hero"] = Relationship(back_populates="teams", link_model=HeroTeamLink)


class TeamRead(TeamBase):
    id: int


class Hero(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("name", "born", name="uq_hero"), Index("ix_hero_rank_age", "rank", "age"))

    id: Optional[int] = Field(default=None, primary_key=True)
    key: UUID = Field(default_factory=uuid4, index=True, unique=True)
    name: str
    secret: str = Field(sa_column=Column("secret_name", String(60), nullable=False, index=True))
    age: Optional[int] = Field(default=None, index=True)
    rank: Rank = Field(default=Rank.low)
    born: date
    seen: Optional[datetime] = None
    leader_id: Optional[int] = Field(default=None, foreign_key="hero.id")
    weight: float = 0.0
    alive: bool = True

    teams: List[HeroTeam] = Relationship(back_populates="heroes", link_model=HeroTeamLink)


class Named(SQLModel, table=True):
    __tablename__ = "named_things"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    owner_id: int = Field(sa_column=Column(ForeignKey("hero.id", ondelete="CASCADE"), index=True))
