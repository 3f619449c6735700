import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flowOf } from './flow/support.ts';
import type { Files } from './flow-code-support.ts';

const MODELS = `from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.orm import declarative_base, relationship, selectinload
Base = declarative_base()
class Company(Base):
    __tablename__ = "companies"
    id = Column(Integer, primary_key=True)
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    company_id = Column(ForeignKey("companies.id"))
    company = relationship(Company)
class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("users.id"))
    author = relationship(User)
    comments = relationship("Comment")
    @property
    def author_name(self):
        return self.author.name
class Comment(Base):
    __tablename__ = "comments"
    id = Column(Integer, primary_key=True)
    post_id = Column(ForeignKey("posts.id"))
    author_id = Column(ForeignKey("users.id"))
    author = relationship(User)
`;
const HEAD = 'from sqlalchemy import select\nfrom sqlalchemy.orm import selectinload\nfrom models import Post, User, Comment\nfrom schemas import *\nfrom db import session\n';
const ROWS = 'session.execute(select(Post)).scalars().all()';
const PYDANTIC = 'from pydantic import BaseModel\nclass CompanyOut(BaseModel):\n    id: int\nclass UserOut(BaseModel):\n    id: int\n    name: str | None\nclass DeepUserOut(UserOut):\n    company: "CompanyOut | None"\n';

const project = (schemas: string, code: string): Files => ({ 'models.py': MODELS, 'schemas.py': schemas, 'm.py': HEAD + code });

/** What it is, classes, code with a function `f`, and the relations that it reads. */
const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['plain columns', 'class PostOut(BaseModel):\n    id: int\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, []],
  ['a relation', 'class PostOut(BaseModel):\n    author: UserOut\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, ['reads author of Post in comprehension posts']],
  ['with from_orm', 'class PostOut(BaseModel):\n    author: UserOut\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.from_orm(p) for p in posts]`, ['reads author of Post in comprehension posts']],
  ['that was loaded', 'class PostOut(BaseModel):\n    author: UserOut\n', 'def f():\n    posts = session.execute(select(Post).options(selectinload(Post.author))).scalars().all()\n    return [PostOut.model_validate(p) for p in posts]', []],
  ['of a relation', 'class PostOut(BaseModel):\n    author: DeepUserOut\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, ['reads author of Post in comprehension posts', 'reads author.company of User in comprehension posts']],
  ['of each of many', 'class CommentOut(BaseModel):\n    author: UserOut\nclass PostOut(BaseModel):\n    comments: list[CommentOut]\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, ['reads comments of Post in comprehension posts', 'reads comments.author of Comment in comprehension posts in serializer obj.comments']],
  ['a property that reads one', 'class PostOut(BaseModel):\n    author_name: str\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, ['reads author of Post in comprehension posts']],
  ['a field of a base', 'class PostBase(BaseModel):\n    author: UserOut\nclass PostOut(PostBase):\n    id: int\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, ['reads author of Post in comprehension posts']],
  ['one row', 'class PostOut(BaseModel):\n    author: UserOut\n', 'def f(id):\n    post = session.get(Post, id)\n    return PostOut.model_validate(post)', ['reads author of Post']],
  ['FastAPI, by response_model', 'class PostOut(BaseModel):\n    author: UserOut\n', `@router.get("/posts", response_model=list[PostOut])\ndef f():\n    posts = ${ROWS}\n    return posts`, ['reads author of Post in serializer posts']],
  ['FastAPI, what is given at once', 'class PostOut(BaseModel):\n    author: UserOut\n', `@router.get("/posts", response_model=List[PostOut])\ndef f():\n    return ${ROWS}`, ['reads author of Post in serializer response']],
  ['FastAPI, by its annotation', 'class PostOut(BaseModel):\n    author: UserOut\n', `@router.get("/posts")\nasync def f() -> list[PostOut]:\n    if x:\n        return []\n    return ${ROWS}`, ['reads author of Post in serializer response']],
  ['FastAPI, with a page around it', 'class PostOut(BaseModel):\n    author: UserOut\nclass Page(BaseModel):\n    items: list[PostOut]\n    total: int\n', `@router.get("/posts", response_model=Page)\ndef f():\n    return {"items": ${ROWS}, "total": 1}`, ['reads author of Post in serializer obj.items']],
  ['FastAPI, one row', 'class PostOut(BaseModel):\n    author: UserOut\n', '@router.get("/posts/{id}", response_model=PostOut)\ndef f(id):\n    return session.get(Post, id)', ['reads author of Post']],
  ['not a function that is no route', 'class PostOut(BaseModel):\n    author: UserOut\n', `def f() -> list[PostOut]:\n    return ${ROWS}`, []],
  ['instances that were made before', 'class PostOut(BaseModel):\n    author: UserOut\n', `@router.get("/posts", response_model=list[PostOut])\ndef f():\n    return [PostOut.model_validate(p) for p in ${ROWS}]`, ['reads author of Post in comprehension']],
  ['Marshmallow', 'class AuthorSchema(ma.Schema):\n    name = fields.Str()\nclass PostSchema(ma.Schema):\n    author = fields.Nested(AuthorSchema)\n', `def f():\n    posts = ${ROWS}\n    return PostSchema(many=True).dump(posts)`, ['reads author of Post in serializer obj']],
  ['Marshmallow, a schema in a constant', 'class AuthorSchema(ma.Schema):\n    name = fields.Str()\nclass PostSchema(ma.Schema):\n    author = fields.Nested("AuthorSchema")\nposts_schema = PostSchema(many=True)\n', `def f():\n    posts = ${ROWS}\n    return posts_schema.dump(posts)`, ['reads author of Post in serializer obj']],
  ['Marshmallow, attributes, methods and functions', 'class PostSchema(ma.Schema):\n    a = fields.Str(attribute="author.name")\n    b = fields.Method("get_b")\n    c = fields.Function(lambda obj: len(obj.comments))\n    def get_b(self, obj):\n        return obj.author.company.id\n', `def f():\n    posts = ${ROWS}\n    return PostSchema().dump(posts, many=True)`, ['reads author of Post in serializer obj', 'reads author.company of User in serializer obj', 'reads comments of Post in serializer obj']],
  ['Pydantic, under another name', 'class PostOut(BaseModel):\n    writer: UserOut = Field(validation_alias="author")\n', `def f():\n    posts = ${ROWS}\n    return [PostOut.model_validate(p) for p in posts]`, ['reads author of Post in comprehension posts']],
  ['Marshmallow, for some of its fields', 'class AuthorSchema(ma.Schema):\n    name = fields.Str()\nclass PostSchema(ma.Schema):\n    author = fields.Nested(AuthorSchema)\nposts_schema = PostSchema(many=True, only=("id",))\n', `def f():\n    posts = ${ROWS}\n    return [posts_schema.dump(posts), PostSchema(many=True, exclude=("author",)).dump(posts)]`, []],
  ['Marshmallow, one row', 'class AuthorSchema(ma.Schema):\n    name = fields.Str()\nclass PostSchema(ma.Schema):\n    author = fields.Nested(AuthorSchema)\n', 'def f(id):\n    post = session.get(Post, id)\n    return PostSchema().dump(post)', ['reads author of Post']],
];

/** `reads author of Post from …, varies in for posts over rows` without what other tests hold. */
const short = (line: string): string => line.replace(/ from [^,]*(?:\([^,]*\))?[^,]*/, '').replace(/, at .*? via [^,]*/, '').replaceAll(', varies in', ' in').replaceAll(', in', ' in').replaceAll(' over rows', '').replace(/,.*$/, '').trim();

describe('what is read of rows that are sent', () => {
  for (const [title, schemas, code, expected] of CASES) {
    it(title, () => {
      const from = /^class \w+\(ma\./m.test(schemas) ? 'from flask_marshmallow import fields\nimport marshmallow as ma\n' : PYDANTIC;
      const lines = flowOf(project(from + schemas, code))('m.py', 'f').filter((line) => line.startsWith('reads')).map(short);
      assert.deepEqual([...new Set(lines)].sort(), [...expected].sort());
    });
  }
});
