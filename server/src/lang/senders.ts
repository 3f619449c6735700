import type { Span } from '../text/span.ts';
import { contains } from '../text/span.ts';
import type { CallHost } from './expression.ts';
import type { Binding, Outline } from './outline.ts';

/**
 * How a library sends a statement that is an object of the program. `methods` of it send it, `refine` gives another (or the same), `takers` are calls that send one that they are given, `batches` those
 * that send a list of them at once, `parts` those that make it a part of another. `awaits`: awaiting one sends it; else only `methods` do.
 */
export interface SenderWords {
  readonly methods: ReadonlySet<string>;
  readonly refine: ReadonlySet<string>;
  readonly takers: ReadonlySet<string>;
  readonly batches: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  readonly awaits: boolean;
}

/** A call (`by`: its name), or a name that is awaited (`by` is empty). */
export interface Sender { readonly span: Span; readonly by: string }

/**
 * What sends the statement that an expression makes, followed through names, fields, lists and callbacks of its file: `here` where it is sent as it is made, else the calls and
 * awaited names; empty where nothing in the file does. `list`: it is an element of what is followed.
 */
export function sendersOf(outline: Outline, words: SenderWords, span: Span): 'here' | readonly Sender[] {
  const found = follow({ outline, words, seen: new Set(), batched: new Set(), left: MOST_USES }, span, []);
  return found === 'here' ? found : unique(found);
}

const MOST_USES = 60;

/** `left` bounds how many places are looked at. */
interface Trail { readonly outline: Outline; readonly words: SenderWords; readonly seen: Set<Binding>; readonly batched: Set<Sender>; left: number }
type Found = 'here' | readonly Sender[];

/** `path`: under which keys of the expression the statement is kept. */
function follow(trail: Trail, span: Span, path: readonly string[]): Found {
  const place = trail.left-- > 0 ? trail.outline.place?.(span) : null;
  switch (place?.in) {
    case 'await': return trail.words.awaits ? 'here' : follow(trail, place.span, path);
    case 'argument': return handed(trail, place.call, span, path);
    case 'member': return member(trail, place, path);
    case 'list': case 'choice': return follow(trail, place.span, path);
    case 'property': return follow(trail, place.span, [place.key, ...path]);
    case 'name': return kept(trail, place.binding, path);
    case 'return': return returned(trail, place);
    case 'statement': case 'hole': return [];
    // What takes it is not known: of a statement that was just made most likely something that sends it, of a name a look at it.
    default: return trail.words.awaits && trail.seen.size === 0 ? 'here' : [];
  }
}

function member(trail: Trail, { property, call, span }: { readonly property: string; readonly call: CallHost | null; readonly span: Span }, path: readonly string[]): Found {
  const { words } = trail;
  const [key, ...inner] = path;
  if (key !== undefined && key === property) return follow(trail, span, inner);
  if (key !== undefined || call === null) return [];
  if (words.awaits && /^(?:then|catch|finally)$/.test(property)) return 'here';
  if (words.methods.has(property)) return [{ span: call.span, by: property }];
  const found = words.refine.has(property) ? follow(trail, call.span, []) : [];
  return found === 'here' ? [{ span: call.span, by: '' }] : found;
}

const nameOf = ({ callee }: CallHost): string => (callee.kind === 'member' ? callee.property : callee.kind === 'identifier' ? callee.name : '');

function handed(trail: Trail, call: CallHost, span: Span, path: readonly string[]): Found {
  const name = nameOf(call);
  const { words } = trail;
  if (words.batches.has(name)) return batch(trail, { span: call.span, by: name });
  if (words.takers.has(name)) return [{ span: call.span, by: name }];
  if (words.parts.has(name)) return [];
  if (call.callee.kind === 'member' && call.callee.object.kind === 'identifier' && call.callee.object.name === 'Promise') return words.awaits ? 'here' : [];
  // `queries.push(statement)`: the list has it from then on.
  if (/^(?:push|unshift)$/.test(name) && call.callee.kind === 'member' && call.callee.object.kind === 'identifier') {
    const list = trail.outline.resolve(call.callee.object.name, call.callee.object.span.start);
    return list === null ? [] : kept(trail, list, []);
  }
  // What takes it may send it, or give it back wrapped.
  return words.awaits && contains(call.argsSpan, span) ? follow(trail, call.span, path) : [];
}

function batch({ batched }: Trail, sender: Sender): Found {
  batched.add(sender);
  return [sender];
}

/** Wherever a name is used, the statement it holds may be sent. */
function kept(trail: Trail, binding: Binding, path: readonly string[]): Found {
  if (trail.seen.has(binding)) return [];
  trail.seen.add(binding);
  const uses = trail.outline.uses?.(binding) ?? [];
  return uses.flatMap((use): readonly Sender[] => {
    const found = follow(trail, use, path);
    return found === 'here' ? [{ span: use, by: '' }] : found;
  });
}

/**
 * A callback of `map` makes a list of statements, unless it is async: an async function's own promise waits for what it returns. What a function of this file gives may be made
 * a part of others by all who call it. Any other function's caller awaits what it is given.
 */
function returned(trail: Trail, { fn, isAsync, binding }: { readonly fn: Span; readonly isAsync: boolean; readonly binding: Binding | null }): Found {
  const { words, outline } = trail;
  const place = isAsync ? null : outline.place?.(fn);
  if (place?.in === 'argument' && /^(?:map|flatMap)$/.test(nameOf(place.call))) {
    const found = follow(trail, place.call.span, []);
    // Names and calls that send each of them one by one send it in the callback's own round.
    return !words.awaits || (found !== 'here' && found.every((sender) => trail.batched.has(sender))) ? found : 'here';
  }
  if (!words.awaits) return [];
  return !isAsync && binding !== null && !binding.exported && isOnlyPart(trail, binding) ? [] : 'here';
}

/** Whether all calls of a function give what becomes a part of another statement. */
function isOnlyPart(trail: Trail, binding: Binding): boolean {
  const uses = trail.outline.uses?.(binding) ?? [];
  return uses.length > 0 && uses.every((use) => {
    const place = trail.left-- > 0 ? trail.outline.place?.(use) : null;
    const of = place?.in === 'callee' ? trail.outline.place?.(place.call.span) : null;
    return of?.in === 'hole' || (of?.in === 'argument' && trail.words.parts.has(nameOf(of.call)));
  });
}

function unique(senders: readonly Sender[]): readonly Sender[] {
  const known = new Map(senders.map((sender) => [`${sender.span.start}:${sender.span.end}`, sender]));
  return [...known.values()].sort((a, b) => a.span.start - b.span.start);
}
