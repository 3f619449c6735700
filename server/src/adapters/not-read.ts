import { parse } from 'jsonc-parser';
import { basename } from '../text/path.ts';

/**
 * What is recognised and has no adapter yet, one line each, so that silence about its queries can be told from their being in order.
 * An adapter that comes takes its line away.
 */
interface Recogniser { readonly title: string; /** Tables and indexes are declared in code, which is not read either. */ readonly declares?: true; /** Packages by their exact name; `x*` for all that begin so. */ readonly packages: readonly string[]; /** Names of files. */ readonly files?: readonly string[] }

const RECOGNISERS: Readonly<Record<Ecosystem, readonly Recogniser[]>> = {
  npm: [
    { title: 'Prisma Client', packages: ['@prisma/client', 'prisma'], files: ['schema.prisma'] },
    { title: 'TypeORM', declares: true, packages: ['typeorm'] },
    { title: 'Sequelize', declares: true, packages: ['sequelize', '@sequelize/core', 'sequelize-typescript'] },
    { title: 'Knex’s queries', packages: ['knex'] },
    { title: 'Objection', declares: true, packages: ['objection'] },
    { title: 'Bookshelf', declares: true, packages: ['bookshelf'] },
    { title: 'Kysely’s queries', packages: ['kysely'] },
    { title: 'MikroORM', declares: true, packages: ['@mikro-orm/*'] },
    { title: 'Supabase’s client', packages: ['@supabase/supabase-js'] },
  ],
  python: [
    { title: 'Django’s ORM', declares: true, packages: ['django'] },
    { title: 'Peewee', declares: true, packages: ['peewee'] },
    { title: 'Tortoise ORM', declares: true, packages: ['tortoise-orm'] },
    { title: 'Pony', declares: true, packages: ['pony'] },
  ],
  ruby: [{ title: 'Active Record', declares: true, packages: ['rails', 'activerecord'] }, { title: 'Sequel', declares: true, packages: ['sequel'] }],
  php: [{ title: 'Eloquent', declares: true, packages: ['laravel/framework', 'illuminate/database'] }, { title: 'Doctrine', declares: true, packages: ['doctrine/orm', 'doctrine/dbal'] }],
  go: [
    { title: 'GORM', declares: true, packages: ['gorm.io/gorm'] },
    { title: 'ent', declares: true, packages: ['entgo.io/ent'] },
    { title: 'Bun for Go', declares: true, packages: ['github.com/uptrace/bun'] },
    { title: 'SQL in Go', packages: ['github.com/jmoiron/sqlx', 'github.com/jackc/pgx*', 'github.com/lib/pq', 'github.com/go-sql-driver/mysql', 'github.com/mattn/go-sqlite3', 'modernc.org/sqlite'] },
  ],
  jvm: [
    { title: 'Hibernate', declares: true, packages: ['hibernate-core', 'spring-boot-starter-data-jpa', 'jakarta.persistence-api', 'quarkus-hibernate-orm*'] },
    { title: 'jOOQ', packages: ['jooq'] },
    { title: 'MyBatis', packages: ['mybatis', 'mybatis-spring-boot-starter', 'mybatis-plus*'] },
    { title: 'Exposed', declares: true, packages: ['exposed-core'] },
  ],
  dotnet: [{ title: 'Entity Framework Core', declares: true, packages: ['Microsoft.EntityFrameworkCore*'] }, { title: 'Dapper', packages: ['Dapper'] }],
  rust: [{ title: 'Diesel', packages: ['diesel'] }, { title: 'SeaORM', declares: true, packages: ['sea-orm'] }, { title: 'SQL in Rust', packages: ['sqlx', 'rusqlite', 'tokio-postgres'] }],
  elixir: [{ title: 'Ecto', declares: true, packages: ['ecto_sql'] }],
};

type Ecosystem = 'npm' | 'python' | 'ruby' | 'php' | 'go' | 'jvm' | 'dotnet' | 'rust' | 'elixir';

/** Where each ecosystem names what a project depends on, and how. Texts are searched, not parsed: a wrong line costs one line of a summary. */
const MANIFESTS: readonly { readonly ecosystem: Ecosystem; readonly name: RegExp; readonly packages: (text: string) => readonly string[] }[] = [
  { ecosystem: 'npm', name: /^package\.json$/, packages: (text) => keysOf(text, ['dependencies', 'devDependencies', 'peerDependencies']) },
  { ecosystem: 'python', name: /^requirements[\w.-]*\.(?:txt|in)$/, packages: (text) => pythonNames(text, /^\s*([A-Za-z][\w.-]*)/gm) },
  { ecosystem: 'python', name: /^(?:pyproject\.toml|Pipfile|setup\.(?:py|cfg)|environment\.ya?ml)$/, packages: (text) => pythonNames(text, /(?:^|["'\s-])([A-Za-z][\w.-]*)(?=["'\s[<>=~!;,]|$)/gm) },
  { ecosystem: 'ruby', name: /^(?:Gemfile|.*\.gemspec)$/, packages: (text) => all(text, /(?:gem|dependency)\s*\(?\s*["']([\w-]+)["']/g) },
  { ecosystem: 'php', name: /^composer\.json$/, packages: (text) => keysOf(text, ['require', 'require-dev']) },
  { ecosystem: 'go', name: /^go\.mod$/, packages: (text) => all(text, /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/[\w./-]+)\s+v\d(?!.*\/\/ indirect)/gm) },
  { ecosystem: 'jvm', name: /^pom\.xml$/, packages: (text) => all(text, /<artifactId>\s*([\w.-]+)\s*<\/artifactId>/g) },
  { ecosystem: 'jvm', name: /^(?:build\.gradle(?:\.kts)?|libs\.versions\.toml)$/, packages: (text) => all(text, /["'][\w.-]+:([\w.-]+)(?=[:"'])/g) },
  { ecosystem: 'dotnet', name: /\.(?:csproj|fsproj)$/, packages: (text) => all(text, /PackageReference\s+Include="([\w.]+)"/g) },
  { ecosystem: 'rust', name: /^Cargo\.toml$/, packages: (text) => all(text, /^\s*([\w-]+)\s*(?:=|\.workspace)/gm) },
  { ecosystem: 'elixir', name: /^mix\.exs$/, packages: (text) => all(text, /\{\s*:(\w+)\s*,/g) },
];

/** A manifest longer than this was not written by hand. UTF-16 units. */
const LONGEST = 1_000_000;

const FILES = new Map(Object.values(RECOGNISERS).flat().flatMap(({ title, files }) => (files ?? []).map((file) => [file, title] as const)));

const DECLARING: ReadonlySet<string> = new Set(Object.values(RECOGNISERS).flat().flatMap(({ title, declares }) => (declares === true ? [title] : [])));

/** Whether a tool, by its title, declares tables and indexes in code: then an index that was not seen may be there all the same. */
export const declaresTables = (title: string): boolean => DECLARING.has(title);

/** Whether a file can tell of something that is not read. */
export const tellsOfTools = (path: string): boolean => FILES.has(basename(path)) || MANIFESTS.some(({ name }) => name.test(basename(path)));

/** What a file tells of that is not read, by titles for people, in the table's order. */
export function toolsNotRead(path: string, text: string): readonly string[] {
  const named = FILES.get(basename(path));
  if (named !== undefined) return [named];
  if (text.length > LONGEST) return [];
  return MANIFESTS.filter(({ name }) => name.test(basename(path))).flatMap(({ ecosystem, packages }) => {
    const present = packages(text);
    const has = (wanted: string): boolean => (wanted.endsWith('*') ? present.some((name) => name.startsWith(wanted.slice(0, -1))) : present.includes(wanted));
    return RECOGNISERS[ecosystem].filter((recogniser) => recogniser.packages.some(has)).map(({ title }) => title);
  });
}

const all = (text: string, pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []);

/** Names of packages are the same in either case and with `_` or `.` for `-` (PEP 503). */
const pythonNames = (text: string, pattern: RegExp): readonly string[] => all(text.replace(/^\s*#.*$/gm, ''), pattern).map((name) => name.toLowerCase().replace(/[_.]+/g, '-'));

function keysOf(text: string, fields: readonly string[]): readonly string[] {
  const json: unknown = parse(text);
  const field = (name: string): unknown => (typeof json === 'object' && json !== null ? Object.entries(json).find(([key]) => key === name)?.[1] : null);
  return fields.flatMap((name) => { const value = field(name); return typeof value === 'object' && value !== null ? Object.keys(value) : []; });
}
