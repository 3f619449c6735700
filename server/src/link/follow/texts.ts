import { GIVEN, listOf, literalOf, type Part, pastedParts, placeOf, text, type TextValue, UNKNOWN, type Value } from './values.ts';

const PLACEHOLDER = /^\s*\(?(?:\?|%s|\$\d*|:\w*|\{\})\)?\s*,?\s*$/;
const isPlaceholder = (parts: readonly Part[]): boolean => parts.every((part) => (part.p === 'text' ? PLACEHOLDER.test(part.text) || part.text.trim() === '' : part.p === 'value' || (part.p === 'unknown' && !part.name)));

const MANY: Part = { p: 'value', list: true };

/** `separator.join(items)`: the separator of what is there only sometimes goes with it. */
export function joined(separator: readonly Part[], items: Value): Value {
  if (items.v === 'many') return { v: 'text', parts: isPlaceholder(pastedParts(items.item)) ? [MANY] : pastedParts(items.item) };
  if (items.v === 'dict') return joined(separator, listOf(items.entries.map(([key]) => key)));
  if (items.v === 'text') { const literal = literalOf(items); return literal !== null ? joined(separator, listOf([...literal].map((char) => text(char)))) : isPlaceholder(items.parts) ? { v: 'text', parts: [MANY] } : UNKNOWN; }
  if (items.v !== 'list') return UNKNOWN;
  const parts = items.items.flatMap((item, at): Part[] => {
    const inner = item.v === 'maybe' ? pastedParts(item.value) : pastedParts(item);
    const all = at === 0 ? inner : [...separator, ...inner];
    return item.v === 'maybe' ? [{ p: 'maybe', parts: all }] : [...all];
  });
  return { v: 'text', parts: items.open ? [...parts, { p: 'unknown', name: false }] : parts };
}

/** `'?' * n`, `['?'] * n`. */
export function repeated(value: Value, times: Value): Value {
  if (value.v === 'list' && value.items.length === 1 && value.items[0] !== undefined) return times.v === 'number' && times.value >= 0 && times.value < 100 ? listOf(Array.from({ length: times.value }, () => value.items[0] ?? UNKNOWN)) : { v: 'many', item: value.items[0] };
  if (value.v !== 'text') return UNKNOWN;
  const literal = literalOf(value);
  if (literal !== null && times.v === 'number' && times.value >= 0 && times.value < 200) return text(literal.repeat(times.value));
  return isPlaceholder(value.parts) ? { v: 'text', parts: [MANY] } : UNKNOWN;
}

const PERCENT = /%%|%(?:\((\w+)\))?[-+ #0]*[\d*]*(?:\.\d+)?[sdrifxc]/g;
const BRACES = /\{\{|\}\}|\{(\w*)[^{}]*\}/g;

type Pick = (name: string, index: number) => Value | null;

/** `text % values`. */
export function percentFilled(template: TextValue, values: Value): Value {
  return filled(template, PERCENT, (name, index) => {
    if (values.v === 'dict') return values.entries.find(([key]) => literalOf(key) === name)?.[1] ?? UNKNOWN;
    if (values.v === 'list') return values.items[index] ?? UNKNOWN;
    return index === 0 ? values : null;
  });
}

/** `text.format(…)`. */
export function braceFilled(template: TextValue, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  return filled(template, BRACES, (name, index) => (name === '' ? (args[index] ?? UNKNOWN) : /^\d+$/.test(name) ? (args[Number(name)] ?? UNKNOWN) : (keywords.get(name) ?? UNKNOWN)));
}

function filled(template: TextValue, marks: RegExp, pick: Pick): Value {
  let index = 0;
  const parts = template.parts.flatMap((part): Part[] => {
    if (part.p !== 'text') return [part];
    const out: Part[] = [];
    let from = 0;
    for (const match of part.text.matchAll(marks)) {
      const double = /^(?:%%|\{\{|\}\})$/.test(match[0]);
      out.push({ p: 'text', text: part.text.slice(from, match.index + (double ? 1 : 0)), place: null });
      from = match.index + match[0].length;
      const name = match[1] ?? '';
      if (!double) out.push(...pastedParts(pick(name, name === '' ? index++ : index) ?? UNKNOWN));
    }
    return [...out, { p: 'text', text: part.text.slice(from), place: from === 0 ? part.place : null }];
  });
  return { v: 'text', parts: parts.filter((part) => part.p !== 'text' || part.text !== '') };
}

/** A part of a name that is not known is one too. */
const isNameless = ({ parts }: TextValue): boolean => { const [part] = parts; return parts.length === 1 && part?.p === 'unknown' && part.name; };

/** `text[from:to]` where all of it is known; placeholders without their last comma are placeholders. */
export function sliced(value: TextValue, from: number, to: number | null): Value {
  if (isNameless(value)) return value;
  const literal = literalOf(value);
  if (literal !== null) return text(literal.slice(from, to ?? undefined), placeOf(value));
  return value.parts.length === 1 && value.parts[0]?.p === 'value' ? value : UNKNOWN;
}

const trimmedAt = (parts: readonly Part[], at: 'start' | 'end', pattern: RegExp): readonly Part[] => {
  const index = at === 'start' ? 0 : parts.length - 1;
  return parts.map((part, own) => (own === index && part.p === 'text' ? { ...part, text: part.text.replace(pattern, '') } : part)).filter((part) => part.p !== 'text' || part.text !== '');
};

const escaped = (chars: string): string => chars.replace(/[\\\]^-]/g, '\\$&');

type TextMethod = (value: TextValue, args: readonly Value[]) => Value;

const ofLiteral = (change: (own: string, args: readonly string[]) => Value): TextMethod => (value, args) => {
  const own = literalOf(value);
  const given = args.map(literalOf);
  return own === null || given.includes(null) ? UNKNOWN : change(own, given.flatMap((arg) => arg ?? []));
};

const strip = (sides: readonly ('start' | 'end')[]): TextMethod => (value, args) => {
  const chars = args[0] === undefined ? '\\s' : escaped(literalOf(args[0]) ?? '');
  if (chars === '') return value;
  return { v: 'text', parts: sides.reduce((parts, side) => trimmedAt(parts, side, side === 'start' ? new RegExp(`^[${chars}]+`) : new RegExp(`[${chars}]+$`)), value.parts) };
};

const splitAt = (last: boolean): TextMethod => (value, args) => {
  if (isNameless(value)) return listOf([value, UNKNOWN]);
  const [own, separator] = [literalOf(value), args[0] === undefined ? null : literalOf(args[0])];
  if (own === null || separator === null || separator === '') return own !== null && args.length === 0 ? listOf(own.trim().split(/\s+/).map((piece) => text(piece, placeOf(value)))) : UNKNOWN;
  const most = args[1]?.v === 'number' ? args[1].value : Infinity;
  const pieces = own.split(separator);
  const kept = pieces.length <= most + 1 ? pieces : last ? [pieces.slice(0, pieces.length - most).join(separator), ...pieces.slice(pieces.length - most)] : [...pieces.slice(0, most), pieces.slice(most).join(separator)];
  return listOf(kept.map((piece) => text(piece, placeOf(value))));
};

const partition = (last: boolean): TextMethod => (value, args) => {
  if (isNameless(value)) return listOf([value, UNKNOWN, UNKNOWN], 'tuple');
  const [own, separator] = [literalOf(value), args[0] === undefined ? null : literalOf(args[0])];
  if (own === null || separator === null || separator === '') return UNKNOWN;
  const at = last ? own.lastIndexOf(separator) : own.indexOf(separator);
  const place = placeOf(value);
  if (at < 0) return listOf(last ? [text(''), text(''), value] : [value, text(''), text('')], 'tuple');
  return listOf([text(own.slice(0, at), place), text(separator), text(own.slice(at + separator.length), place)], 'tuple');
};

/** What is known of a text's beginning or end answers, where it is long enough. */
const edge = (side: 'start' | 'end'): TextMethod => (value, args) => {
  const part = side === 'start' ? value.parts[0] : value.parts.at(-1);
  const own = literalOf(value) ?? (part?.p === 'text' ? part.text : null);
  const options = args[0]?.v === 'list' ? args[0].items.map(literalOf) : [args[0] === undefined ? null : literalOf(args[0])];
  if (own === null || options.includes(null)) return UNKNOWN;
  const matches = options.some((option) => option !== null && (side === 'start' ? own.startsWith(option) : own.endsWith(option)));
  return matches || literalOf(value) !== null ? { v: 'bool', value: matches } : UNKNOWN;
};

export const TEXT_METHODS: Readonly<Record<string, TextMethod>> = {
  join: (value, args) => (args[0] === undefined ? UNKNOWN : joined(value.parts, args[0])),
  strip: strip(['start', 'end']), lstrip: strip(['start']), rstrip: strip(['end']),
  startswith: edge('start'), endswith: edge('end'),
  split: splitAt(false), rsplit: splitAt(true), partition: partition(false), rpartition: partition(true),
  upper: (value) => cased(value, (own) => own.toUpperCase()), lower: (value) => cased(value, (own) => own.toLowerCase()),
  replace: ofLiteral((own, [from = '', to = '']) => (from === '' ? UNKNOWN : text(own.replaceAll(from, to)))),
  removesuffix: (value, args) => ofEnd(value, args, (own, end) => (own.endsWith(end) ? own.slice(0, own.length - end.length) : own)),
  removeprefix: (value, args) => ofEnd(value, args, (own, start) => (own.startsWith(start) ? own.slice(start.length) : own)),
  encode: (value) => value, title: () => UNKNOWN, isidentifier: () => ({ v: 'bool', value: true }), count: () => GIVEN,
};

const cased = (value: TextValue, change: (own: string) => string): Value => ({ v: 'text', parts: value.parts.map((part) => (part.p === 'text' ? { ...part, text: change(part.text) } : part)) });

function ofEnd(value: TextValue, args: readonly Value[], change: (own: string, end: string) => string): Value {
  if (isNameless(value)) return value;
  const [own, end] = [literalOf(value), args[0] === undefined ? null : literalOf(args[0])];
  return own === null || end === null ? UNKNOWN : text(change(own, end), placeOf(value));
}
