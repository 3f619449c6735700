import { fromTimestamp, timestamp } from '../names.ts';

/** A migration's name taken apart: `V`, `0007`, `__`, `add_users`. `number` may hold separators (`2024-01-31`, `1.2`). */
export interface NumberedName { readonly prefix: string; readonly number: string; readonly separator: string; readonly rest: string }

const DATED = /^([Vv]?)((?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d(?:T\d\d[-.:]?\d\d(?:[-.:]?\d\d)?|[-_.T]?\d{2,6})?)([-_.]+|$)(.*)$/;
const FLYWAY = /^([Vv]?)(\d+(?:[._]\d+)*)(__)(.*)$/;
const PLAIN = /^([A-Za-z]?)(\d+)([-_.]+|$)(.*)$/;

/** Reads a file's (or folder's) name without its extension; null when it has no number in front. */
export function parseNumbered(stem: string): NumberedName | null {
  const match = DATED.exec(stem) ?? FLYWAY.exec(stem) ?? PLAIN.exec(stem);
  if (match === null) return null;
  const [, prefix = '', number = '', separator = '', rest = ''] = match;
  return { prefix, number, separator, rest };
}

/** Negative, zero or positive as `a` comes before, with or after `b`, the way runners order them: by number, then by name. */
export function compareNumbered(a: NumberedName, b: NumberedName): number {
  const [left, right] = [partsOf(a.number), partsOf(b.number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? -1n) - (right[i] ?? -1n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : 0;
}

const partsOf = (number: string): readonly bigint[] => number.split(/[^\d]+/).filter((part) => part !== '').map((part) => BigInt(part));

/**
 * The number after the newest one, in its own form: a date or time of as many digits for dates (never before the newest), one
 * more in the last part, as wide as before, for everything else.
 */
export function nextNumber(newest: string, now: Date): string {
  const digits = newest.replace(/\D/g, '');
  const stamp = stampLike(digits, now);
  if (stamp !== null) return fill(newest, stamp > digits ? stamp : stampAfter(digits));
  const [, head = '', last = ''] = /^(.*?)(\d+)$/.exec(newest) ?? [];
  return head + after(last);
}

/** The number as wide as it was, one higher. */
const after = (digits: string): string => String(BigInt(digits === '' ? '0' : digits) + 1n).padStart(digits.length, '0');

/** The next day, hour, minute or second (by the number of digits) of a date; one more for anything else. */
function stampAfter(digits: string): string {
  const step = { 8: 86_400_000, 10: 3_600_000, 12: 60_000, 14: 1000 }[digits.length];
  const date = step === undefined ? null : fromTimestamp(digits.padEnd(14, '0'));
  return step === undefined || date === null ? after(digits) : timestamp(new Date(date.getTime() + step)).slice(0, digits.length);
}

/** `now` in the form the digits have: a date, a time to the minute or second, or seconds or milliseconds of the epoch. */
function stampLike(digits: string, now: Date): string | null {
  const dated = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/.test(digits);
  if (dated && (digits.length === 8 || digits.length === 10 || digits.length === 12 || digits.length === 14)) return timestamp(now).slice(0, digits.length);
  if (digits.length === 10 && digits.startsWith('1')) return String(Math.floor(now.getTime() / 1000));
  if (digits.length === 13 && digits.startsWith('1')) return String(now.getTime());
  return null;
}

/** The digits laid into the form of another number: `2024-01-31` and `20250203` give `2025-02-03`. */
function fill(form: string, digits: string): string {
  let next = 0;
  return form.replace(/\d/g, () => digits.charAt(next++));
}
