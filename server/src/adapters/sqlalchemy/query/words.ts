import type { SendingWords } from '../../adapter.ts';

/**
 * How statements and relations that are queries are sent. Methods of results (`scalars`, `mappings`, `scalar_one`) are told with those of statements: no
 * statement has a method of such a name, and what they give is rows all the same.
 */
export const sendingWords: SendingWords = {
  methods: {
    all: 'rows', first: 'row', one: 'row', one_or_none: 'row', scalar: 'value', scalars: 'rows', count: 'value', get: 'row', get_one: 'row', paginate: 'rows', get_or_404: 'row', first_or_404: 'row', one_or_404: 'row',
    fetchall: 'rows', fetchone: 'row', fetchmany: 'rows', scalar_one: 'row', scalar_one_or_none: 'row', unique: 'rows', mappings: 'rows', tuples: 'rows', partitions: 'rows', yield_per: 'rows', delete: 'nothing', update: 'nothing',
  },
  takers: { execute: 'rows', scalars: 'rows', scalar: 'value', exec: 'rows', stream: 'rows', stream_scalars: 'rows', fetch_all: 'rows', fetch_one: 'row', fetch_val: 'value', iterate: 'rows', paginate: 'rows', first_or_404: 'row', one_or_404: 'row' },
  refine: [
    'filter', 'filter_by', 'where', 'order_by', 'limit', 'offset', 'slice', 'options', 'join', 'outerjoin', 'join_from', 'outerjoin_from', 'select_from', 'group_by', 'having', 'distinct', 'with_entities', 'with_only_columns', 'add_columns',
    'with_for_update', 'execution_options', 'populate_existing', 'enable_eagerloads', 'union', 'union_all', 'params', 'correlate', 'returning', 'values', 'from_self', 'reset_joinpoint', 'select',
  ],
  flush: ['commit', 'flush'],
  reloads: { name: 'refresh', row: 'instance', relations: 'attribute_names' },
  iterates: true,
};
