import type { ProgramClass, ProgramFunction } from '../../facts/program.ts';

/** Where a text or a list is written: a number of `places` of that file's program. */
export interface WrittenAt { readonly file: string; readonly at: number }

/** What a text is known to be made of. */
export type Part =
  | { readonly p: 'text'; readonly text: string; readonly place: WrittenAt | null }
  /** Placeholders of values: one, or as many as there are values. */
  | { readonly p: 'value'; readonly list: boolean }
  /** `name`: surely the name of something (a key of keywords that are not known). */
  | { readonly p: 'unknown'; readonly name: boolean }
  | { readonly p: 'maybe'; readonly parts: readonly Part[] };

export interface ClassValue { readonly v: 'class'; readonly file: string; readonly decl: ProgramClass }
/** `sometimes`: on another way there is none. */
export interface ObjectValue { readonly v: 'object'; readonly of: ClassValue; readonly fields: Map<string, Value>; readonly sometimes?: true }
export interface FunctionValue { readonly v: 'function'; readonly file: string; readonly fn: ProgramFunction; readonly self: Value | null; /** The class it is a method of. */ readonly owner: ClassValue | null }

/** What an expression is known to give. */
export type Value =
  | { readonly v: 'text'; readonly parts: readonly Part[] }
  | { readonly v: 'number'; readonly value: number }
  | { readonly v: 'bool'; readonly value: boolean }
  | { readonly v: 'none' }
  /** `open`: there may be more. */
  | { readonly v: 'list'; readonly form: 'list' | 'tuple' | 'set'; readonly items: readonly Value[]; readonly open: boolean; readonly place: WrittenAt | null }
  /** Any number of such items. */
  | { readonly v: 'many'; readonly item: Value }
  /** An item that is there only sometimes. */
  | { readonly v: 'maybe'; readonly value: Value }
  | { readonly v: 'dict'; readonly entries: readonly (readonly [Value, Value])[]; readonly open: boolean; readonly place: WrittenAt | null }
  | ClassValue | ObjectValue | FunctionValue
  /** A method of a text, a list or a dict. */
  | { readonly v: 'method'; readonly of: Value; readonly name: string }
  | { readonly v: 'builtin'; readonly name: string }
  | { readonly v: 'super'; readonly of: ClassValue; readonly self: Value }
  | { readonly v: 'module'; readonly file: string }
  /** `given`: a value of the caller's, which is there and is no list. */
  | { readonly v: 'unknown'; readonly given: boolean };

export type TextValue = Extract<Value, { readonly v: 'text' }>;
export type ListValue = Extract<Value, { readonly v: 'list' }>;
export type DictValue = Extract<Value, { readonly v: 'dict' }>;

export const UNKNOWN: Value = { v: 'unknown', given: false };
export const GIVEN: Value = { v: 'unknown', given: true };
export const NONE: Value = { v: 'none' };
export const bool = (value: boolean): Value => ({ v: 'bool', value });
export const text = (value: string, place: WrittenAt | null = null): TextValue => ({ v: 'text', parts: value === '' ? [] : [{ p: 'text', text: value, place }] });
export const listOf = (items: readonly Value[], form: ListValue['form'] = 'list', place: WrittenAt | null = null): ListValue => ({ v: 'list', form, items, open: false, place });

/** The text where all of it is known. */
export function literalOf(value: Value): string | null {
  if (value.v !== 'text') return null;
  let out = '';
  for (const part of value.parts) {
    if (part.p !== 'text') return null;
    out += part.text;
  }
  return out;
}

/** Where a text that is written in one place is written. */
export const placeOf = (value: TextValue): WrittenAt | null => { const [part] = value.parts; return value.parts.length === 1 && part?.p === 'text' ? part.place : null; };

/** Whether Python takes the value for true; null where that is not known. */
export function truthOf(value: Value): boolean | null {
  switch (value.v) {
    case 'text': return value.parts.length === 0 ? false : value.parts.some((part) => part.p !== 'maybe' && part.p !== 'unknown') ? true : null;
    case 'number': return value.value !== 0;
    case 'bool': return value.value;
    case 'none': return false;
    case 'list': return value.items.some((item) => item.v !== 'maybe') ? true : value.items.length > 0 || value.open ? null : false;
    case 'dict': return value.entries.some(([, item]) => item.v !== 'maybe') ? true : value.entries.length > 0 || value.open ? null : false;
    case 'unknown': return value.given ? true : null;
    case 'object': return value.sometimes === true ? null : true;
    case 'many': case 'maybe': return null;
    default: return true;
  }
}

/** What is pasted of a value into a text. */
export function pastedParts(value: Value): readonly Part[] {
  switch (value.v) {
    case 'text': return value.parts;
    case 'number': return [{ p: 'text', text: String(value.value), place: null }];
    case 'bool': return [{ p: 'text', text: value.value ? 'True' : 'False', place: null }];
    case 'none': return [{ p: 'text', text: 'None', place: null }];
    case 'maybe': return [{ p: 'maybe', parts: pastedParts(value.value) }];
    default: return [{ p: 'unknown', name: false }];
  }
}

/** Values deeper than this are taken for different ones. */
const DEEPEST = 8;

/** Whether two values are surely the same. */
export function sameValue(a: Value, b: Value, depth = 0): boolean {
  if (a === b) return true;
  if (a.v !== b.v || depth > DEEPEST) return false;
  const same = (one: Value, other: Value | undefined): boolean => other !== undefined && sameValue(one, other, depth + 1);
  switch (a.v) {
    case 'text': return b.v === 'text' && sameParts(a.parts, b.parts);
    case 'number': case 'bool': return b.v === a.v && a.value === b.value;
    case 'none': return true;
    case 'unknown': return b.v === 'unknown' && a.given === b.given;
    case 'list': return b.v === 'list' && a.form === b.form && a.open === b.open && a.items.length === b.items.length && a.items.every((item, at) => same(item, b.items[at]));
    case 'dict': return b.v === 'dict' && a.open === b.open && a.entries.length === b.entries.length && a.entries.every(([key, value], at) => same(key, b.entries[at]?.[0]) && same(value, b.entries[at]?.[1]));
    case 'many': return b.v === 'many' && same(a.item, b.item);
    case 'maybe': return b.v === 'maybe' && same(a.value, b.value);
    case 'class': return b.v === 'class' && a.decl === b.decl;
    case 'object': return b.v === 'object' && a.fields === b.fields && a.sometimes === b.sometimes;
    case 'function': return b.v === 'function' && a.fn === b.fn && a.self === b.self;
    case 'builtin': return b.v === 'builtin' && a.name === b.name;
    default: return false;
  }
}

export function sameParts(a: readonly Part[], b: readonly Part[]): boolean {
  return a.length === b.length && a.every((part, at) => { const other = b[at]; return other !== undefined && samePart(part, other); });
}

export function samePart(a: Part, b: Part): boolean {
  if (a === b) return true;
  switch (a.p) {
    case 'text': return b.p === 'text' && a.text === b.text;
    case 'value': return b.p === 'value' && a.list === b.list;
    case 'unknown': return b.p === 'unknown' && a.name === b.name;
    case 'maybe': return b.p === 'maybe' && sameParts(a.parts, b.parts);
  }
}
