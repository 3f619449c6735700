/** A program of one function `f(session)` over posts, their authors and comments. */
export interface LazyProgram { readonly name: string; readonly comments: string; readonly author: string; readonly options: string; readonly body: readonly string[] }

const plain = "relationship('Comment')";
const own = "relationship('Author')";

/** `comments`, `author`: how the model declares them. */
export const modelsOf = ({ comments, author }: Pick<LazyProgram, 'comments' | 'author'>): string => `from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()


class Author(Base):
    __tablename__ = 'authors'
    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)


class Post(Base):
    __tablename__ = 'posts'
    id = Column(Integer, primary_key=True)
    author_id = Column(Integer, ForeignKey('authors.id'), nullable=False, index=True)
    title = Column(String, nullable=False)
    comments = ${comments}
    author = ${author}

    @property
    def texts(self):
        return [comment.text for comment in self.comments]

    def byline(self):
        return self.author.name


class Comment(Base):
    __tablename__ = 'comments'
    id = Column(Integer, primary_key=True)
    post_id = Column(Integer, ForeignKey('posts.id'), nullable=False, index=True)
    author_id = Column(Integer, ForeignKey('authors.id'), nullable=False, index=True)
    text = Column(String, nullable=False)
    author = relationship('Author')
`;

export const IMPORTS = 'from sqlalchemy import select\nfrom sqlalchemy.orm import contains_eager, defaultload, joinedload, lazyload, noload, raiseload, selectinload, subqueryload\n';

/** How the rows come, and what is done with them in a loop over them. */
const loop = (read: string, options: string): readonly string[] => [`for post in session.query(Post)${options === '' ? '' : `.options(${options})`}.all():`, `    ${read}`];

const read = (name: string, how: Partial<LazyProgram> & { readonly read?: string }): LazyProgram => ({ comments: plain, author: own, options: '', name, body: loop(how.read ?? 'len(post.comments)', how.options ?? ''), ...how });

const MODES = ['select', 'joined', 'selectin', 'subquery', 'noload', 'raise', 'dynamic'] as const;
const OPTIONS = ['selectinload(Post.comments)', 'joinedload(Post.comments)', 'subqueryload(Post.comments)', 'raiseload(Post.comments)', 'noload(Post.comments)'] as const;

const modes: readonly LazyProgram[] = MODES.flatMap((mode) => [
  read(`comments ${mode}`, { comments: `relationship('Comment', lazy='${mode}')`, ...(mode === 'dynamic' ? { read: 'post.comments.count()' } : {}) }),
  ...(mode === 'dynamic' ? [read('comments dynamic, filtered', { comments: "relationship('Comment', lazy='dynamic')", read: "post.comments.filter_by(text='x').all()" }), read('comments dynamic, gone over', { comments: "relationship('Comment', lazy='dynamic')", read: '[comment.text for comment in post.comments]' })] : []),
  ...(mode === 'dynamic' ? [] : [read(`author ${mode}`, { author: `relationship('Author', lazy='${mode}')`, read: mode === 'noload' || mode === 'raise' ? 'post.author' : 'post.author.name' })]),
]);

const options: readonly LazyProgram[] = OPTIONS.flatMap((option) => [read(`comments with ${option}`, { options: option }), read(`author with ${option}`, { options: option, read: 'post.author.name' })]);

const ways: readonly LazyProgram[] = [
  read('the key alone', { read: 'post.author_id' }),
  read('author by joinedload', { options: 'joinedload(Post.author)', read: 'post.author.name' }),
  read('a join loads nothing', { body: ['for post in session.query(Post).join(Post.author).all():', '    post.author.name'] }),
  read('contains_eager does', { body: ['for post in session.query(Post).join(Post.author).options(contains_eager(Post.author)).all():', '    post.author.name'] }),
  read('authors are there already', { body: ['authors = session.query(Author).all()', 'for post in session.query(Post).all():', '    post.author.name', 'len(authors)'] }),
  read('all posts of one author', { body: ['for post in session.query(Post).filter(Post.author_id == 1).all():', '    post.author.name'] }),
  read('two levels', { body: ['for post in session.query(Post).all():', '    for comment in post.comments:', '        comment.author.name'] }),
  read('two levels, the first loaded', { options: 'selectinload(Post.comments)', body: ['for post in session.query(Post).options(selectinload(Post.comments)).all():', '    for comment in post.comments:', '        comment.author.name'] }),
  read('two levels, both loaded', { body: ['for post in session.query(Post).options(selectinload(Post.comments).joinedload(Comment.author)).all():', '    for comment in post.comments:', '        comment.author.name'] }),
  read('two levels, the second by defaultload', { body: ['for post in session.query(Post).options(defaultload(Post.comments).joinedload(Comment.author)).all():', '    len(post.comments)'] }),
  read('a statement of today', { body: ['for post in session.execute(select(Post)).scalars().all():', '    len(post.comments)'] }),
  read('a statement of today, loaded', { body: ['stmt = select(Post).options(selectinload(Post.comments))', 'for post in session.scalars(stmt):', '    len(post.comments)'] }),
  read('a query is gone over', { body: ['for post in session.query(Post):', '    len(post.comments)'] }),
  read('a comprehension', { body: ['return [len(post.comments) for post in session.query(Post).all()]'] }),
  read('a property reads it', { read: 'post.texts' }),
  read('a method reads it', { read: 'post.byline()' }),
  read('a function reads it', { body: ['def show(post):', '    return len(post.comments)', 'return [show(post) for post in session.query(Post).all()]'] }),
  read('rows in a variable that is filtered', { body: ['posts = session.query(Post).all()', 'chosen = [post for post in posts if post.title]', 'for post in chosen:', '    len(post.comments)'] }),
  read('rows in a dict by their key', { body: ['found = {}', 'for post in session.query(Post).all():', '    found[post.id] = post', 'for post in found.values():', '    len(post.comments)', 'for key, post in found.items():', '    str(key)'] }),
  read('options by a list', { body: ['options = [selectinload(Post.comments)]', 'for post in session.query(Post).options(*options).all():', '    len(post.comments)'] }),
  read('options behind another condition', { body: ['query = session.query(Post)', "query = query.filter(Post.title != '')", 'query = query.options(selectinload(Post.comments))', 'for post in query.all():', '    len(post.comments)'] }),
  read('one row', { body: ['post = session.query(Post).first()', 'len(post.comments)'] }),
  read('one row, in a loop over something else', { body: ['post = session.query(Post).first()', 'for i in range(session.query(Post).count()):', '    len(post.comments)'] }),
  read('everything forbidden', { options: "raiseload('*')" }),
  read('everything forbidden but that', { options: "selectinload(Post.comments), raiseload('*')" }),
  read('lazy again', { comments: "relationship('Comment', lazy='selectin')", options: 'lazyload(Post.comments)' }),
];

export const programs: readonly LazyProgram[] = [...modes, ...options, ...ways];

/** The file with the function. */
export const serviceOf = ({ body }: LazyProgram): string => `${IMPORTS}\n\ndef f(session):\n${body.map((line) => `    ${line}\n`).join('')}`;
