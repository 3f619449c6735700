/** Names of the host languages and of their common libraries, where what they do with a list, a function or a value matters. All are last names of what is called. */

/** Methods that call a function for each element, and what they give. */
export const EACH_METHODS: ReadonlyMap<string, 'mapped' | 'flat' | 'same' | 'element' | 'value' | 'folded'> = new Map([
  ['map', 'mapped'], ['flatMap', 'flat'], ['forEach', 'value'], ['filter', 'same'], ['some', 'value'], ['every', 'value'], ['find', 'element'], ['findLast', 'element'], ['findIndex', 'value'],
  ['reduce', 'folded'], ['reduceRight', 'folded'], ['sort', 'same'], ['toSorted', 'same'], ['each', 'value'],
]);

/** Functions that are given a list and a function for each element, in either order. */
export const EACH_FUNCTIONS: ReadonlyMap<string, 'mapped' | 'same' | 'value'> = new Map([
  ['map', 'mapped'], ['pMap', 'mapped'], ['pmap', 'mapped'], ['mapSeries', 'mapped'], ['mapLimit', 'mapped'], ['starmap', 'mapped'], ['imap', 'mapped'], ['imap_unordered', 'mapped'], ['filter', 'same'], ['sorted', 'same'], ['min', 'value'], ['max', 'value'],
  ['sortBy', 'same'], ['orderBy', 'same'], ['uniqBy', 'same'], ['groupBy', 'value'], ['keyBy', 'value'], ['each', 'value'], ['eachSeries', 'value'], ['eachLimit', 'value'], ['eachOf', 'value'], ['forEach', 'value'], ['forEachOf', 'value'], ['forEachLimit', 'value'], ['forEachSeries', 'value'],
  ['pEach', 'value'], ['groupby', 'value'], ['reduce', 'value'],
]);

/** Those of the above that run what they call at the same time. */
export const CONCURRENT_EACH: ReadonlySet<string> = new Set(['pMap', 'pmap', 'mapLimit', 'eachLimit', 'forEachLimit', 'pEach', 'imap', 'imap_unordered']);

/** What waits for many at once: `Promise.all`, `asyncio.gather`. */
export const CONCURRENT: ReadonlySet<string> = new Set(['all', 'allSettled', 'race', 'any', 'gather', 'wait', 'as_completed']);

/** Gives a function that keeps what it gave. */
export const MEMO: ReadonlySet<string> = new Set(['lru_cache', 'cache', 'cached', 'memoize', 'memoise', 'memoized', 'memo', 'cached_property', 'cachedmethod', 'unstable_cache', 'once', 'useMemo']);

/** Calls a function that it is given with what it is given besides: `executor.submit(f, x)`. By how many arguments stand before the function. */
export const SUBMITS: ReadonlyMap<string, number> = new Map([['submit', 0], ['to_thread', 0], ['run_in_threadpool', 0], ['run_sync', 0], ['run_in_executor', 1], ['spawn', 0], ['start_soon', 0], ['apply_async', 0], ['call_soon', 0], ['sync_to_async', 0], ['async_to_sync', 0]]);

/** Gives its function with the first arguments given. */
export const PARTIALS: ReadonlySet<string> = new Set(['partial', 'partialmethod']);

/** What gives the elements of its first argument again. */
export const SAME: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'reversed', 'iter', 'from', 'cast', 'deepcopy', 'copy', 'aiter', 'shuffle', 'tqdm', 'chain', 'from_iterable', 'as_completed', 'structuredClone', 'freeze', 'uniq', 'compact', 'cycle', 'islice', 'Set', 'resolve', 'wait_for', 'shield', 'ensure_future', 'create_task']);

/** Methods that give the elements of what they are called on again. */
export const SAME_METHODS: ReadonlySet<string> = new Set(['slice', 'concat', 'reverse', 'toReversed', 'flat', 'values', 'copy', 'toArray', 'fill', 'union', 'intersection', 'difference', 'all', 'unique', 'scalars', 'fetchall', 'partitions', 'mappings', 'tuples', 'sort', 'finally', 'catch', 'splice']);

/** Methods that give one element of what they are called on. */
export const ELEMENT_METHODS: ReadonlySet<string> = new Set(['at', 'pop', 'shift', 'popleft', 'get', 'first', 'one', 'one_or_none', 'scalar_one', 'scalar_one_or_none', 'fetchone', 'last', 'findLast']);
/** Functions that give one element of their first argument. */
export const ELEMENT_FUNCTIONS: ReadonlySet<string> = new Set(['next', 'anext', 'first', 'last', 'head', 'choice', 'sample']);

/** Methods that put their arguments into what they are called on; the last one is the element where a key stands before. */
export const ADDS: ReadonlySet<string> = new Set(['push', 'append', 'add', 'unshift', 'insert', 'set', 'setdefault', 'appendleft']);
export const ADDS_ALL: ReadonlySet<string> = new Set(['extend', 'update']);

/** Methods by which a unit of work learns of what changed. */
export const CHANGES: ReadonlySet<string> = new Set(['add', 'add_all', 'delete', 'merge', 'persist', 'remove']);

/** Give equal values for equal ones, whatever is around. */
export const PURE: ReadonlySet<string> = new Set([
  'str', 'int', 'float', 'bool', 'len', 'abs', 'min', 'max', 'sum', 'round', 'String', 'Number', 'Boolean', 'parseInt', 'parseFloat', 'BigInt', 'stringify', 'dumps', 'lower', 'upper', 'strip', 'trim', 'toLowerCase', 'toUpperCase', 'toString', 'join', 'split', 'replace', 'format', 'isoformat',
  'toISOString', 'startswith', 'startsWith', 'endswith', 'endsWith', 'includes', 'isinstance', 'UUID', 'Decimal', 'keys', 'items', 'hex', 'title', 'encode', 'decode', 'timedelta', 'tuple', 'list', 'set', 'dict', 'get', 'getattr',
]);

/** Waiting on these, or being handed a function by these, is not doing it now. */
export const LATER: ReadonlySet<string> = new Set(['setTimeout', 'setInterval', 'setImmediate', 'on', 'once', 'addEventListener', 'addListener', 'subscribe', 'useCallback', 'useEffect', 'process', 'schedule', 'nextTick', 'add_task', 'call_later', 'after']);

/** The same by what such functions are called. */
export const SCHEDULES = /^(?:use|tap|hook|addHook|register)$|^(?:schedule|cron|debounce|throttle|defer)(?:[A-Z_]\w*)?$|^(?:add|new)?CronJob$|^add_job$/;
