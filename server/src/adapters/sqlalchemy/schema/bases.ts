import type { SymbolPath } from '../../../facts/expr.ts';
import type { ColumnDecl, MixinDecl } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import { pathOf, type Reading, wordOf } from './reading.ts';

/** A class's bases as far as they can give it something; `strange` are those that no file tells of. */
export interface Bases { readonly paths: readonly SymbolPath[]; readonly strange: readonly string[]; /** What libraries' own mixins have, under the names that this file gives them. */ readonly library: readonly MixinDecl[]; /** It is a declarative base itself. */ readonly declarative: boolean }

/** Modules whose classes have no columns, apart from those of `LIBRARY`. */
const HARMLESS = /^(?:abc|typing|typing_extensions|enum|dataclasses|collections|functools|json|logging|uuid|datetime|builtins|sqlalchemy|sqlmodel|flask_sqlalchemy|flask_login|flask_security|flask_user|flask_restful|pydantic|marshmallow|marshmallow_sqlalchemy|fastapi|starlette|sqlalchemy_serializer|sqlalchemy_mixins|sqlalchemy_json|itsdangerous|werkzeug|graphene|strawberry)(?:\.|$)/;
const NAMES: ReadonlySet<string> = new Set(['object', 'ABC', 'Generic', 'Protocol', 'SQLModel', 'BaseModel', 'DeclarativeBase', 'DeclarativeBaseNoMeta', 'MappedAsDataclass', 'AsyncAttrs', 'Exception', 'dict', 'str', 'int', 'list']);
const DECLARATIVE: ReadonlySet<string> = new Set(['DeclarativeBase', 'DeclarativeBaseNoMeta', 'DeclarativeMeta']);

export function basesOf(reading: Reading, cls: ClassHost): Bases {
  const paths: SymbolPath[] = [];
  const strange: string[] = [];
  const library: MixinDecl[] = [];
  let declarative = cls.decorators.some((decorator) => /^(?:as_declarative|as_declarative_base)$/.test(wordOf(reading, decorator.kind === 'call' ? decorator.callee : decorator) ?? ''));
  for (const written of cls.bases) {
    // `Generic[T]` is what Generic is.
    const base = written.kind === 'subscript' ? written.object : written;
    const path = pathOf(base);
    const word = wordOf(reading, base);
    if (word !== null && DECLARATIVE.has(word)) declarative = true;
    if (path === null) { if (!isMadeBase(reading, base)) strange.push('that is made when the program runs'); continue; }
    const module = moduleOf(reading, path);
    const known = libraryMixin(path, word, module);
    if (known !== null) { library.push(known); paths.push(path); }
    else if (!isHarmless(reading, path, word, module)) paths.push(path);
  }
  return { paths, strange, library, declarative };
}

/** `class User(declarative_base()):`, `db.make_declarative_base(…)`. */
const isMadeBase = (reading: Reading, base: HostExpr): boolean => base.kind === 'call' && /declarative_base|generate_base|namedtuple|^type$/.test(wordOf(reading, base.callee) ?? (base.callee.kind === 'member' ? base.callee.property : ''));

const moduleOf = ({ outline }: Reading, [head = '']: SymbolPath): string | null => outline.imports.find(({ local }) => local === head)?.module ?? null;

function isHarmless({ outline, classes }: Reading, path: SymbolPath, word: string | null, module: string | null): boolean {
  if (module !== null) return HARMLESS.test(module);
  const [head = ''] = path;
  return word !== null && NAMES.has(word) && !classes.has(head) && !outline.bindings.some((binding) => binding.topLevel && binding.name === head);
}

type Spec = readonly [name: string, type: string | null, ...flags: ('key' | 'unique' | 'index' | 'null')[]];

/** What mixins of much used libraries give, as their sources have it: fastapi-users-db-sqlalchemy 5 to 7, sqlalchemy-utils 0.41. */
const USER: readonly Spec[] = [['email', 'varchar(320)', 'unique', 'index'], ['hashed_password', 'varchar(1024)'], ['is_active', 'boolean'], ['is_superuser', 'boolean'], ['is_verified', 'boolean']];
const ACCOUNT: readonly Spec[] = [['oauth_name', 'varchar(100)', 'index'], ['access_token', 'varchar(1024)'], ['expires_at', 'integer', 'null'], ['refresh_token', 'varchar(1024)', 'null'], ['account_id', 'varchar(320)', 'index'], ['account_email', 'varchar(320)']];
const TOKEN: readonly Spec[] = [['token', 'varchar(43)', 'key'], ['created_at', 'timestamp', 'index']];
const ID: Spec = ['id', 'uuid', 'key'];
const LIBRARY: Readonly<Record<string, readonly Spec[]>> = {
  'fastapi_users_db_sqlalchemy:SQLAlchemyBaseUserTable': USER, 'fastapi_users_db_sqlalchemy:SQLAlchemyBaseUserTableUUID': [ID, ...USER],
  'fastapi_users_db_sqlalchemy:SQLAlchemyBaseOAuthAccountTable': ACCOUNT, 'fastapi_users_db_sqlalchemy:SQLAlchemyBaseOAuthAccountTableUUID': [ID, ['user_id', 'uuid'], ...ACCOUNT],
  'fastapi_users_db_sqlalchemy:SQLAlchemyBaseAccessTokenTable': TOKEN, 'fastapi_users_db_sqlalchemy:SQLAlchemyBaseAccessTokenTableUUID': [...TOKEN, ['user_id', 'uuid']],
  'sqlalchemy_utils:Timestamp': [['created', 'timestamp'], ['updated', 'timestamp']],
};

function libraryMixin(path: SymbolPath, word: string | null, module: string | null): MixinDecl | null {
  const specs = module === null || word === null || path.length > 1 ? undefined : LIBRARY[`${module.split('.')[0] ?? ''}:${word}`];
  return specs === undefined ? null : { kind: 'mixin', symbol: path[0] ?? '', columns: specs.map(libraryColumn) };
}

/** What is written in no file of the workspace stands at its beginning. */
const NOWHERE = { start: 0, end: 0 };

const libraryColumn = ([attr, type, ...flags]: Spec): ColumnDecl => ({
  kind: 'column', attr, name: null, type, notNull: !flags.includes('null'), primaryKey: flags.includes('key'), unique: false, references: null,
  ...(flags.includes('index') ? { indexed: { unique: flags.includes('unique'), span: NOWHERE } } : {}), span: NOWHERE,
});
