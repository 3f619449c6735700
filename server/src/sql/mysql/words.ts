const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Words that MySQL 5.7, MySQL 8 and MariaDB all reserve: bare, none of them is a name. */
export const RESERVED = words(
  'accessible add all alter analyze and as asc before between bigint binary blob both by call cascade case change char character check collate column condition constraint continue convert create cross '
  + 'current_date current_time current_timestamp current_user cursor databases day_hour day_microsecond day_minute day_second dec decimal declare default delayed delete desc describe '
  + 'deterministic distinct distinctrow div double drop each else elseif enclosed escaped exists exit explain false fetch float for force foreign from fulltext grant group having '
  + 'high_priority hour_microsecond hour_minute hour_second if ignore in index infile inner inout insensitive insert int integer interval into is iterate join key keys kill leading leave left like limit lines '
  + 'load localtime localtimestamp lock long longblob longtext loop low_priority match mediumblob mediumint mediumtext minute_microsecond minute_second mod modifies natural not no_write_to_binlog null numeric on '
  + 'optimize option optionally or order out outer outfile precision primary procedure purge range read reads real references regexp release rename repeat replace require restrict return revoke right rlike '
  + 'second_microsecond select sensitive separator set show smallint spatial specific sql sqlexception sqlstate sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl starting straight_join table '
  + 'terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying when '
  + 'where while with write xor year_month zerofill',
);

/** Words that one of the two databases reserves, behind which more of the statement comes: no alias without AS. */
export const NO_ALIAS = words('window except intersect minus returning fetch offset lateral partition qualify');

/** Reserved words that are functions when a bracket follows. */
export const CALLABLE = words(
  'char convert current_date current_time current_timestamp current_user if insert left localtime localtimestamp mod repeat replace right utc_date utc_time utc_timestamp values',
);

/** Functions that are called without brackets. */
export const BARE_CALLS = words('current_date current_time current_timestamp current_user localtime localtimestamp utc_date utc_time utc_timestamp');

export const AGGREGATES = words(
  'avg bit_and bit_or bit_xor count group_concat json_arrayagg json_objectagg max min std stddev stddev_pop stddev_samp sum var_pop var_samp variance any_value',
);

/** Units of time: `INTERVAL 1 DAY`, `EXTRACT(YEAR FROM x)`, `TIMESTAMPDIFF(DAY, a, b)`. */
export const UNITS = words(
  'microsecond second minute hour day week month quarter year second_microsecond minute_microsecond minute_second hour_microsecond hour_second hour_minute day_microsecond day_second day_minute day_hour year_month '
  + 'sql_tsi_second sql_tsi_minute sql_tsi_hour sql_tsi_day sql_tsi_week sql_tsi_month sql_tsi_quarter sql_tsi_year',
);
