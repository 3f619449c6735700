import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPage } from '../../server/src/lang/jinja/index.ts';
import { flowOf } from './flow/support.ts';
import type { Files } from './flow-code-support.ts';

const MODELS = `from sqlalchemy import Column, ForeignKey, Integer, select
from sqlalchemy.orm import declarative_base, relationship, selectinload
Base = declarative_base()
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("users.id"))
    author = relationship(User)
    comments = relationship("Comment")
class Comment(Base):
    __tablename__ = "comments"
    id = Column(Integer, primary_key=True)
    post_id = Column(ForeignKey("posts.id"))
    author_id = Column(ForeignKey("users.id"))
    author = relationship(User)
`;
const POSTS = 'session.execute(select(Post)).scalars().all()';
const HEAD = 'from sqlalchemy import select\nfrom sqlalchemy.orm import selectinload\nfrom flask import render_template\nfrom models import Post\nfrom db import session\n';
const VIEW = `def f():\n    posts = ${POSTS}\n    return render_template("list.html", posts=posts)`;

/** What it is, pages, code with a function `f`, and the relations that it reads. */
const CASES: readonly (readonly [string, Files, string, readonly string[]])[] = [
  ['a loop', { 'templates/list.html': '{% for post in posts %}<li>{{ post.author.id }}</li>{% endfor %}' }, VIEW, ['reads author of Post in template posts']],
  ['columns alone', { 'templates/list.html': '{% for post in posts %}{{ post.author_id }}{% endfor %}' }, VIEW, []],
  ['loaded', { 'templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}' }, `def f():\n    return render_template("list.html", posts=session.execute(select(Post).options(selectinload(Post.author))).scalars().all())`, []],
  ['a loop in a loop', { 'templates/list.html': '{% for post in posts %}{%- for comment in post.comments -%}{{ comment.author.id }}{% endfor %}{% endfor %}' }, VIEW, ['reads comments of Post in template posts', 'reads comments.author of Comment in template posts in template post.comments']],
  ['under a condition', { 'templates/list.html': '{% for post in posts %}{% if post.author %}{{ post.author.id }}{% elif x %}y{% else %}{{ post.id }}{% endif %}{% endfor %}' }, VIEW, ['reads author of Post in template posts']],
  ['through a filter', { 'templates/list.html': "{% for post in posts|sort(attribute='id') %}{{ post.comments|length }}{% endfor %}" }, VIEW, ['reads comments of Post in template posts']],
  ['by a filter that reads each', { 'templates/list.html': "{{ posts|map(attribute='author.id')|join(', ') }}" }, VIEW, ['reads author of Post in comprehension posts']],
  ['a name that is given', { 'templates/list.html': '{% for post in posts %}{% set author = post.author %}{{ author.id }}{% endfor %}' }, VIEW, ['reads author of Post in template posts']],
  ['a page in a page', { 'templates/list.html': "{% for post in posts %}{% include 'post.html' %}{% endfor %}", 'templates/post.html': '{{ post.author.id }}' }, VIEW, ['reads author of Post in template posts']],
  ['a macro', { 'templates/list.html': '{% macro line(post) %}{{ post.author.id }}{% endmacro %}{% for post in posts %}{{ line(post) }}{% endfor %}' }, VIEW, ['reads author of Post in template posts']],
  ['a macro of another page', { 'templates/list.html': "{% from 'macros.html' import line as show %}{% for post in posts %}{{ show(post) }}{% endfor %}", 'templates/macros.html': '{% macro line(post) %}{{ post.author.id }}{% endmacro %}' }, VIEW, ['reads author of Post in template posts']],
  ['all macros of another page', { 'templates/list.html': "{% import 'macros.html' as m %}{% for post in posts %}{{ m.line(post) }}{% endfor %}", 'templates/macros.html': '{% macro line(post) %}{{ post.author.id }}{% endmacro %}' }, VIEW, ['reads author of Post in template posts']],
  ['in blocks of a page that extends one', { 'templates/list.html': "{% extends 'base.html' %}{% block body %}{% for post in posts %}{{ post.author.id }}{% endfor %}{% endblock %}", 'templates/base.html': '{% block body %}{% endblock %}' }, VIEW, ['reads author of Post in template posts']],
  ['what is no code', { 'templates/list.html': '{# {% for post in posts %}{{ post.author.id }}{% endfor %} #}{% raw %}{% for post in posts %}{{ post.author.id }}{% endfor %}{% endraw %}' }, VIEW, []],
  ['another variable', { 'templates/list.html': '{% for post in others %}{{ post.author.id }}{% endfor %}' }, VIEW, []],
  ['Starlette', { 'templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}' }, `def f(request):\n    posts = ${POSTS}\n    return templates.TemplateResponse("list.html", {"request": request, "posts": posts})`, ['reads author of Post in template posts']],
  ['Starlette, the request first', { 'templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}' }, `def f(request):\n    posts = ${POSTS}\n    return templates.TemplateResponse(request, "list.html", context={"posts": posts})`, ['reads author of Post in template posts']],
  ['Jinja itself', { 'templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}' }, `def f():\n    posts = ${POSTS}\n    return env.get_template("list.html").render(posts=posts)`, ['reads author of Post in template posts']],
  ['the nearest of two', { 'a/templates/list.html': '{{ 1 }}', 'b/templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}', 'b/views.py': `${HEAD}${VIEW}` }, '', ['reads author of Post in template posts']],
  ['two equally near', { 'a/templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}', 'b/templates/list.html': '{% for post in posts %}{{ post.author.id }}{% endfor %}' }, VIEW, []],
];

const short = (line: string): string => line.replace(/ from [^,]*(?:\([^,]*\))?[^,]*/, '').replace(/, at .*? via [^,]*/, '').replaceAll(', varies in', ' in').replaceAll(', in', ' in').replaceAll(' over rows', '').replace(/,.*$/, '').trim();

describe('what pages read of rows', () => {
  for (const [title, pages, code, expected] of CASES) {
    it(title, () => {
      const files: Files = { 'models.py': MODELS, ...pages, ...(code === '' ? {} : { 'm.py': HEAD + code }) };
      const lines = flowOf(files)(code === '' ? 'b/views.py' : 'm.py', 'f').filter((line) => line.startsWith('reads')).map(short);
      assert.deepEqual([...new Set(lines)].sort(), [...expected].sort());
    });
  }

  it('half a page, and what is none, gives what can be read', () => {
    for (const text of ['{% for', '{% for x in %}', '{{', '{% if a %}{% for x in xs %}{{ x.', '{% endfor %}{% endif %}{{ a }}', '{% set %}{% macro %}{% from %}{% include %}', '{{ a..b[(((' , '{% elif x %}']) assert.equal(readPage('templates/a.html', text).flow.units[0]?.name, 'a.html');
  });

  it('takes linear time', () => {
    const started = performance.now();
    for (const text of ['{% for x in xs %}'.repeat(20_000), `{{ ${'('.repeat(100_000)} }}`, `{{ ${'a.'.repeat(100_000)} }}`, '{{ '.repeat(100_000), `{% if a %}${'{% elif b %}'.repeat(20_000)}`]) readPage('templates/a.html', text);
    assert.ok(performance.now() - started < 5_000);
  });
});
