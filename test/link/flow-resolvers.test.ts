import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flowOf } from './flow/support.ts';
import { indexOf } from '../../server/src/link/flow/code-index.ts';
import { type Files, flowFacts } from './flow-code-support.ts';

const DRIZZLE: Files = {
  'schema.ts': "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: text('id') });\nexport const posts = pgTable('posts', { id: text('id'), authorId: text('author_id') });\n",
  'db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.URL!);\n",
};
const HEAD = "import { eq, inArray } from 'drizzle-orm';\nimport { db } from './db';\nimport { users, posts } from './schema';\n";
const BY_ID = 'db.select().from(users).where(eq(users.id, post.authorId))';

const MODELS = 'from sqlalchemy import Column, ForeignKey, Integer, select\nfrom sqlalchemy.orm import declarative_base, relationship\nBase = declarative_base()\nclass User(Base):\n    __tablename__ = "users"\n    id = Column(Integer, primary_key=True)\nclass Post(Base):\n    __tablename__ = "posts"\n    id = Column(Integer, primary_key=True)\n    author_id = Column(ForeignKey("users.id"))\n    author = relationship(User)\n';
const PY_BY_ID = 'session.execute(select(User).where(User.id == %.author_id)).scalars().first()';
const python = (body: string): Files => ({ 'models.py': MODELS, 'm.py': `from sqlalchemy import select\nfrom models import Post, User\nfrom db import session\n${body}` });

/** What it is, files, a unit, and whether its query is one for each object. */
const CASES: readonly (readonly [string, Files, string, string | null])[] = [
  ['a map of resolvers', { ...DRIZZLE, 'm.ts': `${HEAD}export const resolvers = { Query: { posts: () => db.select().from(posts) }, Post: { author: async (post) => ${BY_ID} } };` }, 'resolvers.Post.author', 'post'],
  ['a root type is asked once', { ...DRIZZLE, 'm.ts': `${HEAD}export const resolvers = { Query: { author: async (post) => ${BY_ID} } };` }, 'resolvers.Query.author', null],
  ['a map with another name beside the root types', { ...DRIZZLE, 'm.ts': `${HEAD}export const all = { Mutation: { x: () => 1 }, Post: { author(post) { return ${BY_ID}; } } };` }, 'all.Post.author', 'post'],
  ['an object that is no map', { ...DRIZZLE, 'm.ts': `${HEAD}export const all = { Post: { author(post) { return ${BY_ID}; } } };` }, 'all.Post.author', null],
  ['a map by default', { ...DRIZZLE, 'm.ts': `${HEAD}export default { Query: { x() { return 1; } }, Post: { author(post) { return ${BY_ID}; } } };` }, 'default.Post.author', 'post'],
  ['with a resolve function', { ...DRIZZLE, 'm.ts': `${HEAD}export const resolvers = { Post: { author: { resolve: (post) => ${BY_ID} } } };` }, 'resolvers.Post.author.resolve', 'post'],
  ['a map of one type, by its annotation', { ...DRIZZLE, 'm.ts': `${HEAD}import type { PostResolvers } from './generated';\nexport const Post: PostResolvers = { author: (post, args, ctx) => ${BY_ID} };` }, 'Post.author', 'post'],
  ['a map of one type, by its folder', { ...DRIZZLE, 'resolvers/Post.ts': `${HEAD.replaceAll("'./", "'../")}export const Post = { author: (post) => ${BY_ID} };` }, 'Post.author', 'post'],
  ['the object taken apart', { ...DRIZZLE, 'm.ts': `${HEAD}export const resolvers = { Post: { author: async ({ authorId }) => db.select().from(users).where(eq(users.id, authorId)) } };` }, 'resolvers.Post.author', 'post'],
  ['NestJS', { ...DRIZZLE, 'm.ts': `${HEAD}@Resolver(() => Post)\nexport class PostResolver {\n  @ResolveField(() => User)\n  async author(@Parent() post: Post) { return ${BY_ID}; }\n}` }, 'PostResolver.author', 'post'],
  ['NestJS, a query', { ...DRIZZLE, 'm.ts': `${HEAD}@Resolver(() => Post)\nexport class PostResolver {\n  @Query(() => User)\n  async author(post: Post) { return ${BY_ID}; }\n}` }, 'PostResolver.author', null],
  ['TypeGraphQL, the object behind its arguments', { ...DRIZZLE, 'm.ts': `${HEAD}@Resolver(Post)\nexport class PostResolver {\n  @FieldResolver()\n  async author(@Arg('x') args: X, @Root() post: Post) { return ${BY_ID}; }\n}` }, 'PostResolver.author', 'post'],
  ['graphql-js', { ...DRIZZLE, 'm.ts': `${HEAD}export const PostType = new GraphQLObjectType({ name: 'Post', fields: () => ({ author: { type: UserType, resolve: async (post, args, ctx) => ${BY_ID} } }) });` }, 'PostType', 'post'],
  ['graphql-js, a root type', { ...DRIZZLE, 'm.ts': `${HEAD}export const QueryType = new GraphQLObjectType({ name: 'Query', fields: { author: { type: UserType, resolve: async (post, args) => ${BY_ID} } } });` }, 'QueryType', null],
  ['Graphene', python(`class PostType(graphene.ObjectType):\n    def resolve_author(parent, info):\n        return ${PY_BY_ID.replace('%', 'parent')}\n`), 'PostType.resolve_author', 'postType'],
  ['Graphene, a root type', python(`class BlogQuery(graphene.ObjectType):\n    def resolve_author(parent, info):\n        return ${PY_BY_ID.replace('%', 'parent')}\n`), 'BlogQuery.resolve_author', null],
  ['Strawberry', python(`@strawberry.type\nclass PostType:\n    author_id: int\n    @strawberry.field\n    def author(self) -> "UserType":\n        return ${PY_BY_ID.replace('%', 'self')}\n`), 'PostType.author', 'postType'],
  ['Strawberry, a root type', python(`@strawberry.type\nclass Query:\n    @strawberry.field\n    def author(self, id: int) -> "UserType":\n        return ${PY_BY_ID.replace('%.author_id', 'id')}\n`), 'Query.author', null],
  ['Ariadne', python(`post = ObjectType("Post")\n@post.field("author")\ndef resolve_author(post, info):\n    return ${PY_BY_ID.replace('%', 'post')}\n`), 'resolve_author', 'post'],
];

const linesOf = (files: Files, unit: string): readonly string[] => flowOf(files)(Object.keys(files).at(-1) ?? '', unit);

describe('fields of GraphQL types are asked for each object', () => {
  for (const [title, files, unit, parent] of CASES) {
    it(title, () => {
      const lines = linesOf(files, unit).filter((line) => line.startsWith('query'));
      assert.equal(lines.some((line) => line.includes('in resolver')), parent !== null, lines.join('\n'));
      if (parent !== null) assert.ok(lines.some((line) => line.includes(`varies in resolver ${parent}`)), lines.join('\n'));
    });
  }

  it('a relation of a row whose field is asked for', () => {
    const files = python('class PostType(SQLAlchemyObjectType):\n    class Meta:\n        model = Post\n    def resolve_author(parent, info):\n        return parent.author\n');
    assert.deepEqual(linesOf(files, 'PostType.resolve_author'), ['reads author of Post, varies in resolver postType']);
  });

  it('a loader reads nothing by itself, and its batch is no loop', () => {
    const files: Files = { ...DRIZZLE, 'm.ts': `${HEAD}export const loader = new DataLoader(async (ids) => db.select().from(users).where(inArray(users.id, ids)));\nexport const resolvers = { Post: { author: (post) => loader.load(post.authorId) } };` };
    assert.deepEqual(linesOf(files, 'resolvers.Post.author'), []);
    assert.ok(linesOf(files, 'loader').every((line) => !line.includes('resolver')));
  });

  it('a function is the same object for as long as its code is, wherever it stands', () => {
    const text = 'export const resolvers = { Post: { author: (post) => post.author } };';
    const facts = flowFacts({ 'm.ts': text }).get('m.ts');
    const moved = facts?.flow === undefined ? undefined : { ...facts, flow: { ...facts.flow, units: facts.flow.units.map((unit) => ({ ...unit, span: { start: unit.span.start + 5, end: unit.span.end + 5 }, nameSpan: unit.nameSpan === null ? null : { start: unit.nameSpan.start + 5, end: unit.nameSpan.end + 5 } })) } };
    const fnOf = (of: typeof facts) => indexOf(of).units.find(({ ref }) => ref.unit === 'resolvers.Post.author')?.unit.fn;
    assert.equal(fnOf(facts)?.body[0]?.s, 'loop');
    assert.equal(fnOf(moved), fnOf(facts));
  });
});
