import type { Dialect } from '../../facts/dialect.ts';
import type { SchemaStatement } from '../../facts/schema.ts';
import type { Outline } from '../../lang/outline.ts';
import type { IndexToCreate } from '../../sql/ddl.ts';
import { createIndexIn, learnStyle } from '../../sql/ddl-style.ts';
import type { Document, Span, TextEdit } from '../../text/span.ts';
import type { Adapter, DdlWriteInput } from '../adapter.ts';
import { anchorOf } from './anchor.ts';
import { writeBeside } from './beside.ts';
import { insertInline } from './inline.ts';
import { insertBehind } from './insert.ts';
import { regionAround } from './region.ts';
import { removeDdl } from './remove.ts';

/** DDL in SQL files, and in strings of the code that hold several statements. Reading them is sql/'s work; this writes an index beside its table. */
export const sqlAdapter: Adapter = { id: 'sql', title: 'SQL', languages: ['sql'], triggers: [], writeDdl, removeDdl };

/** CREATE INDEX behind the table, in the style of the document; null where the table is not created here, or no second statement may stand there. */
function writeDdl({ document, outline, statements, table, spec, dialect }: DdlWriteInput): readonly TextEdit[] | null {
  const anchor = anchorOf(statements, table, spec);
  if (anchor === null || spec.name === null) return null;
  const region = regionAround(document, outline, anchor.span, dialect);
  if (region === null) return outline === null ? null : beside(document, outline, statements, anchor.span, { ...spec, name: spec.name, table }, dialect);
  const style = learnStyle([document.text.slice(region.span.start, region.span.end)], dialect);
  const inline = insertInline({ text: document.text, within: region.span, anchor, statements, index: { ...spec, name: spec.name, table }, style, dialect });
  if (inline !== null) return [{ ...inline, newText: region.escape(inline.newText) }];
  const statement = createIndexIn(style, { ...spec, name: spec.name, table }, dialect, 'plain');
  return statement === null ? null : [insertBehind({ text: document.text, region, anchor, statements, statement, dialect })];
}

/** A statement of its own, as those that the document has. */
function beside(document: Document, outline: Outline, statements: readonly SchemaStatement[], anchor: Span, index: IndexToCreate, dialect: Dialect): readonly TextEdit[] | null {
  const statement = createIndexIn(learnStyle(statements.map(({ span }) => document.text.slice(span.start, span.end)), dialect), index, dialect, 'plain');
  return statement === null ? null : writeBeside(document, outline, anchor, statement);
}
