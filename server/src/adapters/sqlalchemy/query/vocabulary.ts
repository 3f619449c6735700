/** Functions of SQLAlchemy whose names nothing else has: known whatever module hands them on. */
export const DISTINCT_FUNCTIONS: ReadonlySet<string> = new Set(['and_', 'or_', 'not_', 'tuple_', 'any_', 'all_', 'aliased', 'type_coerce', 'literal_column', 'nulls_first', 'nulls_last', 'nullsfirst', 'nullslast', 'union_all', 'intersect_all', 'except_all', 'joinedload', 'selectinload', 'subqueryload', 'contains_eager', 'with_polymorphic', 'within_group', 'true', 'false', 'null', 'between', 'bindparam']);

/** Functions with everyday names: they must come from SQLAlchemy itself, or from an object that has its functions (`db`, `sa`). */
export const PLAIN_FUNCTIONS: ReadonlySet<string> = new Set([
  'select', 'update', 'delete', 'insert', 'exists', 'union', 'intersect', 'except_', 'func', 'cast', 'case', 'asc', 'desc', 'text', 'extract', 'collate', 'distinct', 'literal', 'join', 'outerjoin', 'alias', 'lateral', 'column', 'table',
  'label', 'over', 'with_parent', 'col', 'try_cast', 'lazyload', 'immediateload', 'Bundle', 'noload', 'load_only', 'defer', 'undefer', 'raiseload', 'defaultload',
]);

/** What hands SQLAlchemy's functions on as its members. */
export const isSqlalchemyModule = (module: string): boolean => /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy|sqlalchemy_utils|geoalchemy2|advanced_alchemy)\b/.test(module);

/** Names by which projects call SQLAlchemy itself, or Flask-SQLAlchemy's object. */
export const isNamespaceName = (name: string): boolean => /^(?:sa|sqla|db|sqlalchemy|alchemy|orm)$/i.test(name);

export const SET_OPERATIONS: Readonly<Record<string, 'union' | 'union-all' | 'intersect' | 'except'>> = { union: 'union', union_all: 'union-all', intersect: 'intersect', intersect_all: 'intersect', except_: 'except', except_all: 'except' };

/** Methods after which a statement is sent, and what is left is its result. */
export const TERMINALS: ReadonlySet<string> = new Set([
  'all', 'first', 'one', 'one_or_none', 'scalar', 'scalars', 'get', 'get_one', 'count', 'paginate', 'get_or_404', 'first_or_404', 'one_or_404', 'get_or_abort', 'first_or_abort', 'execute', 'fetchall', 'fetchone', 'iterator', '__iter__', 'in_bulk', 'gino',
]);

/** What makes something else of a statement: a table, a value, a condition. */
export const CONVERSIONS: ReadonlySet<string> = new Set(['subquery', 'cte', 'exists', 'scalar_subquery', 'as_scalar', 'alias', 'lateral', 'label', 'compile', 'statement', 'column_descriptions', 'in_', 'not_in', 'notin_']);

/** Of these at most one row is asked for. */
export const ONE_ROW: ReadonlySet<string> = new Set(['first', 'one', 'one_or_none', 'scalar', 'get', 'get_one', 'get_or_404', 'first_or_404', 'one_or_404', 'get_or_abort', 'first_or_abort', 'fetchone', 'scalar_one', 'scalar_one_or_none', 'exists']);

/** Methods that only `Model.query` has; `.query` before anything else is a field of something else. */
export const QUERY_METHODS: ReadonlySet<string> = new Set([
  'filter', 'filter_by', 'where', 'join', 'outerjoin', 'order_by', 'group_by', 'having', 'limit', 'offset', 'slice', 'distinct', 'options', 'with_entities', 'add_columns', 'select_from', 'union', 'union_all', 'intersect', 'except_', 'subquery', 'cte', 'exists', 'enable_eagerloads', 'yield_per', 'execution_options', 'populate_existing', 'with_for_update', 'add_entity', 'params', 'from_self',
  'all', 'first', 'one', 'one_or_none', 'scalar', 'get', 'count', 'delete', 'update', 'paginate', 'get_or_404', 'first_or_404', 'one_or_404', 'from_statement', 'with_parent', 'correlate', '[]',
]);

/** Steps that change nothing about which rows are read. */
export const NEUTRAL: ReadonlySet<string> = new Set([
  'yield_per', 'execution_options', 'populate_existing', 'enable_eagerloads', 'enable_assertions', 'autoflush', 'params', 'with_hint', 'with_statement_hint', 'prefix_with', 'suffix_with', 'set_label_style', 'with_labels', 'apply_labels', 'reset_joinpoint', 'returning', 'values', 'ordered_values',
  'with_session', 'as_scalar', 'scalar_subquery', 'label', 'merge_result', 'self_group', 'return_defaults', 'inline', 'on_conflict_do_nothing', 'on_conflict_do_update', 'on_duplicate_key_update', 'subquery', 'cte', 'alias', 'lateral', 'exists', 'enable_baked_queries', 'selectable', 'statement', 'compile', 'execute', 'scalars', 'unique', 'mappings', 'tuples', 'partitions', 'from_self', 'no_cache', 'add_cte', 'options_', 'c', 'columns', 'session', 'column_descriptions', 'is_clone_of',
]);

/** Calls that send the statement that they are handed. */
export const EXECUTES: ReadonlySet<string> = new Set(['execute', 'scalars', 'scalar', 'exec', 'stream', 'stream_scalars', 'fetch_all', 'fetch_one', 'fetch_val', 'iterate', 'paginate', 'first_or_404', 'one_or_404', 'run_sync']);
