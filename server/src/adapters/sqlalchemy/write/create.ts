import type { ClassHost, ClassMember, Outline } from '../../../lang/outline.ts';
import { indentAt, lineEnd, onlyComment, startsLine } from '../../../text/layout.ts';
import type { TextEdit } from '../../../text/span.ts';
import type { BaseModel } from '../../adapter.ts';
import { columnCall } from './column.ts';
import type { Layout } from './layout.ts';
import { isOptions } from './place.ts';
import { assigned } from './target.ts';

/** A class that has no `__table_args__` gets them, where the file's other classes have theirs, and with what it would have had from its bases. */
export function newTableArgs(text: string, outline: Outline, cls: ClassHost, bases: readonly BaseModel[], item: (indent: string) => string, layout: Layout): readonly TextEdit[] | null {
  const inherited = inheritedArgs(bases);
  const anchor = anchorIn(text, outline, cls);
  if (inherited === null || anchor === null) return null;
  const indent = indentAt(text, anchor.member.span.start);
  const line = indent + tupleText(item, inherited, indent, layout);
  const { newline } = layout;
  const end = lineEnd(text, anchor.member.span.end);
  if (anchor.where === 'below') return [{ span: { start: end, end }, newText: newline + line }];
  const next = text.slice(end).split(/\r?\n/, 2)[1] ?? '';
  const isLast = next.trim() === '' || end >= cls.span.end;
  return [{ span: { start: end, end }, newText: newline + newline + line + (isLast ? '' : newline) }];
}

function tupleText(item: (indent: string) => string, inherited: string, indent: string, { newline, unit, widest }: Layout): string {
  const flat = item('');
  const line = `__table_args__ = (${flat},${inherited === '' ? '' : ` ${inherited}`})`;
  if (!flat.includes('\n') && indent.length + line.length <= widest) return line;
  const inner = indent + unit;
  return `__table_args__ = (${newline}${inner}${item(inner)},${inherited === '' ? '' : `${newline}${inner}${inherited},`}${newline}${indent})`;
}

/** What a class without its own takes from the nearest base that has any, as an item to put last; empty for nothing, null where that cannot be said. */
function inheritedArgs(bases: readonly BaseModel[]): string | null {
  for (const { via, model, outline } of bases) {
    const cls = model.kind === 'mixin' ? outline.classes.find((one) => one.name === model.symbol) : undefined;
    const member = cls?.members.find((one) => one.kind !== 'other' && one.name === '__table_args__');
    if (member === undefined) continue;
    if (member.kind !== 'assign' || member.value === null) return null;
    const name = `${via.join('.')}.__table_args__`;
    if (member.value.kind === 'array') return `*${name}`;
    return isOptions(member.value) ? name : null;
  }
  return '';
}

/** `below`: on the next line; `apart`: with an empty line between. */
interface Anchor { readonly member: ClassMember; readonly where: 'below' | 'apart' }

function anchorIn(text: string, outline: Outline, cls: ClassHost): Anchor | null {
  const fits = (member: ClassMember | undefined): member is ClassMember => member !== undefined && startsLine(text, member.span.start) && onlyComment(text, member.span.end, '#');
  const named = assigned(cls, '__tablename__');
  // A name at the end of its class has them beside it.
  const isBehind = named !== undefined && cls.members.some((member) => isColumn(member) && member.span.start < named.span.start);
  if (fits(named) && (isBehind || !endsWithArgs(outline))) return { member: named, where: 'below' };
  const last = cls.members.filter(isColumn).at(-1) ?? cls.members.filter((member) => member.kind === 'assign' && !member.conditional).at(-1) ?? cls.members[0];
  return fits(last) ? { member: last, where: 'apart' } : null;
}

/** An annotation by itself, or with a default, is one too; a relationship is not. */
const isColumn = (member: ClassMember): boolean => member.kind === 'assign' && !member.conditional && (columnCall(member.value) !== null || (member.type !== null && member.value?.kind !== 'call'));

/** Whether most classes of the file have them behind their columns. */
function endsWithArgs(outline: Outline): boolean {
  const places = outline.classes.flatMap(({ members }) => {
    const at = members.findIndex((member) => member.kind !== 'other' && member.name === '__table_args__');
    return at < 0 ? [] : [members.slice(0, at).some(isColumn)];
  });
  return places.filter((behind) => behind).length * 2 > places.length;
}
