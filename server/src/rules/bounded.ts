import type { Condition } from '../facts/access.ts';
import { cardinality } from './columns.ts';
import { isProbe } from './conditions.ts';
import type { Subject } from './statement.ts';

/** Whether a condition that is always sent may leave few rows, as far as its form tells: an equality or a list on a column of many values, or one that was not understood. */
export const isBounded = ({ access, table }: Subject): boolean => access.oneRow || access.opaque || access.conditions.some((c) => !c.optional && binds(c) && c.columns.some((column) => !['boolean', 'few'].includes(cardinality(table, column))));

const binds = (condition: Condition): boolean => condition.form === 'equality' || condition.form === 'in' || isProbe(condition);

/** The same for any column: whatever narrows the rows down to a kind of them. */
export const isNarrowed = ({ access }: Subject): boolean => access.oneRow || access.opaque || access.conditions.some((c) => !c.optional && (binds(c) || c.form === 'other'));
