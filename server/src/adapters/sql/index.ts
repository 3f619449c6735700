import { createIndexIn, learnStyle } from '../../sql/ddl-style.ts';
import type { TextEdit } from '../../text/span.ts';
import type { Adapter, DdlWriteInput } from '../adapter.ts';
import { anchorOf } from './anchor.ts';
import { insertInline } from './inline.ts';
import { insertBehind } from './insert.ts';
import { regionAround } from './region.ts';
import { removeDdl } from './remove.ts';

/** DDL in SQL files, and in strings of the code that hold several statements. Reading them is sql/'s work; this writes an index beside its table. */
export const sqlAdapter: Adapter = { id: 'sql', title: 'SQL', languages: ['sql'], triggers: [], writeDdl, removeDdl };

/** CREATE INDEX behind the table, in the style of the document; null where the table is not created here, or no second statement may stand there. */
function writeDdl({ document, outline, statements, table, spec, dialect }: DdlWriteInput): readonly TextEdit[] | null {
  const anchor = anchorOf(statements, table, spec);
  const region = anchor === null ? null : regionAround(document, outline, anchor.span, dialect);
  if (anchor === null || region === null || spec.name === null) return null;
  const style = learnStyle([document.text.slice(region.span.start, region.span.end)], dialect);
  const inline = insertInline({ text: document.text, within: region.span, anchor, statements, index: { ...spec, name: spec.name, table }, style, dialect });
  if (inline !== null) return [{ ...inline, newText: region.escape(inline.newText) }];
  const statement = createIndexIn(style, { ...spec, name: spec.name, table }, dialect, 'plain');
  return statement === null ? null : [insertBehind({ text: document.text, region, anchor, statements, statement, dialect })];
}
