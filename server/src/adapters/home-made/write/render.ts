import type { ProgramExpr } from '../../../facts/program.ts';
import { quoted } from '../../../text/layout.ts';

/** How an entry is written: its quotes, and the white space of its items where each stands on a line of its own. */
export interface EntryLayout { readonly quote: string; readonly lines: EntryLines | null }

/** `indent`: that of the entry's own line; `step`: what its items are indented more; `comma`: behind the last item too. */
export interface EntryLines { readonly newline: string; readonly indent: string; readonly step: string; readonly comma: boolean }

/** An entry as Python's source. Null for what no entry is made of. */
export function sourceOf(expr: ProgramExpr, layout: EntryLayout): string | null {
  const inner = (part: ProgramExpr): string | null => sourceOf(part, { ...layout, lines: null });
  switch (expr.e) {
    case 'text': return textSource(expr.value, layout.quote);
    case 'number': return String(expr.value);
    case 'bool': return expr.value ? 'True' : 'False';
    case 'none': return 'None';
    case 'name': return expr.name;
    case 'attr': { const of = inner(expr.of); return of === null ? null : `${of}.${expr.name}`; }
    case 'list': return bracketed(expr.form === 'tuple' ? ['(', ')'] : expr.form === 'set' ? ['{', '}'] : ['[', ']'], expr.items.map(inner), layout, expr.form === 'tuple' && expr.items.length === 1);
    case 'dict': return bracketed(['{', '}'], expr.entries.map(([key, value]) => pair(key === null ? null : inner(key), ': ', inner(value))), layout, false);
    case 'call': {
      const of = inner(expr.of);
      const args = [...expr.args.map(inner), ...expr.keywords.map(({ name, value }) => pair(name, '=', inner(value)))];
      const list = bracketed(['(', ')'], args, layout, false);
      return of === null || list === null ? null : of + list;
    }
    default: return null;
  }
}

const pair = (key: string | null, between: string, value: string | null): string | null => (key === null || value === null ? null : key + between + value);

/** A text that holds quotes of that kind is put in the others, as people do. */
function textSource(value: string, quote: string): string {
  const other = quote === '"' ? "'" : '"';
  return quoted(value, value.includes(quote) && !value.includes(other) ? other : quote).replaceAll('\n', '\\n');
}

function bracketed([open, close]: readonly [string, string], items: readonly (string | null)[], { lines }: EntryLayout, lone: boolean): string | null {
  if (items.includes(null)) return null;
  if (lines === null || items.length === 0) return open + items.join(', ') + (lone ? ',' : '') + close;
  const line = lines.newline + lines.indent;
  return open + items.map((item) => `${line}${lines.step}${item}`).join(',') + (lines.comma || lone ? ',' : '') + line + close;
}
