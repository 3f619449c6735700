import type { Condition } from '../facts/access.ts';
import { cardinality } from './columns.ts';
import { isProbe } from './conditions.ts';
import type { Subject } from './statement.ts';

/** Whether a condition that is always sent leaves few rows, as far as its form tells: an equality or a list on a column of many values. */
export const isBounded = ({ access, table }: Subject): boolean => access.oneRow || access.conditions.some((c) => !c.optional && binds(c) && c.columns.some((column) => !['boolean', 'few'].includes(cardinality(table, column))));

const binds = (condition: Condition): boolean => condition.form === 'equality' || condition.form === 'in' || isProbe(condition);
