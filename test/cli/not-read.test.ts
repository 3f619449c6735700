import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellsOfTools, toolsNotRead } from '../../server/src/adapters/not-read.ts';
import { project, reportOf, sargable } from './run.ts';

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['package.json', '{ "dependencies": { "@prisma/client": "6", "react": "19" }, "devDependencies": { "prisma": "6", "knex": "3" } }', ['Prisma Client', 'Knex’s queries']],
  ['api/package.json', '{ "dependencies": { "@mikro-orm/postgresql": "6", "typeorm-naming-strategies": "1" } }', ['MikroORM']],
  ['package.json', '{ "dependencies": { "drizzle-orm": "1", "pg": "8" } }', []],
  ['package.json', '{ half', []],
  ['prisma/schema.prisma', 'model A { id Int @id }', ['Prisma Client']],
  ['requirements.txt', '# django\nPeewee==3.17\npsycopg2-binary>=2.9 ; python_version > "3"\nsqlalchemy-utils\n', ['Peewee']],
  ['requirements-dev.txt', 'pytest\n', []],
  ['pyproject.toml', '[project]\ndependencies = ["Django>=5,<6", "peewee[x]"]\n', ['Django’s ORM', 'Peewee']],
  ['pyproject.toml', '[tool.poetry.dependencies]\ntortoise_orm = "^3"\n', ['Tortoise ORM']],
  ['Gemfile', "source 'x'\ngem 'rails', '~> 8'\n# gem\n", ['Active Record']],
  ['composer.json', '{ "require": { "laravel/framework": "^11" } }', ['Eloquent']],
  ['go.mod', 'module a\n\nrequire (\n\tgorm.io/gorm v1.25.0\n\tgithub.com/jackc/pgx/v5 v5.5.0 // indirect\n\tgithub.com/lib/pq v1.10.0\n)\n', ['GORM', 'SQL in Go']],
  ['go.mod', 'module a\nrequire entgo.io/ent v0.13.0\n', ['ent']],
  ['pom.xml', '<dependency><groupId>org.hibernate</groupId><artifactId>hibernate-core</artifactId></dependency>', ['Hibernate']],
  ['build.gradle.kts', 'implementation("org.springframework.boot:spring-boot-starter-data-jpa")\nimplementation("org.jooq:jooq:3.19")', ['Hibernate', 'jOOQ']],
  ['src/App.csproj', '<PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="9" />', ['Entity Framework Core']],
  ['Cargo.toml', '[dependencies]\ndiesel = { version = "2" }\nsea-orm-migration = "1"\n', ['Diesel']],
  ['mix.exs', 'defp deps, do: [{:ecto_sql, "~> 3"}, {:postgrex, ">= 0"}]', ['Ecto']],
];

for (const [path, text, titles] of CASES) {
  test(`${path} tells of ${titles.join(', ') || 'nothing'}`, () => {
    assert.ok(tellsOfTools(path));
    assert.deepEqual(toolsNotRead(path, text), titles);
  });
}

test('other files are not asked', () => {
  for (const path of ['a.ts', 'schema.sql', 'package-lock.json', 'go.sum', 'README.md']) assert.ok(!tellsOfTools(path), path);
});

test('what is found and not read is said once, with where it was found; in tests and excluded folders it is not the project’s', () => {
  const at = project('not-read', {
    'package.json': '{ "dependencies": { "@prisma/client": "6" } }', 'prisma/schema.prisma': '', 'api/requirements.txt': 'django\n', 'test/fixtures/go.mod': 'require gorm.io/gorm v1.0.0\n', 'old/Gemfile': "gem 'rails'\n", 'sargable.jsonc': '{ "exclude": ["old"] }', 'schema.sql': 'CREATE TABLE a (id int);\n',
  });
  const run = sargable(at, 'check');
  assert.deepEqual([...run.stderr.matchAll(/^.* found, not read yet\.$/gm)].map(([line]) => line), ['Prisma Client (package.json), Django’s ORM (api/requirements.txt) found, not read yet.']);
  assert.deepEqual(reportOf(sargable(at, 'check', '--format', 'json')).summary.notRead, [{ name: 'Prisma Client', file: 'package.json' }, { name: 'Django’s ORM', file: 'api/requirements.txt' }]);
  assert.deepEqual(reportOf(sargable(at, 'check', '--format', 'json', 'api')).summary.notRead.map(({ name }) => name), ['Prisma Client', 'Django’s ORM']);
  assert.deepEqual(reportOf(sargable(at, 'check', '--format', 'json', 'prisma')).summary.notRead.map(({ name }) => name), ['Prisma Client']);
});
