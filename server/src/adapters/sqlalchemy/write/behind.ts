import type { IndexSpec } from '../../../facts/finding.ts';
import type { IndexKey } from '../../../facts/schema.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import { lineEnd } from '../../../text/layout.ts';
import type { TextEdit } from '../../../text/span.ts';
import { callText } from './layout.ts';
import { indexArguments, isPlain, type Rendering } from './render.ts';

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/**
 * `Index('name', Model.a, Model.b.desc())` behind the class: for one whose table arguments are made elsewhere. One key at least has to be an attribute, since it is
 * by that that SQLAlchemy knows the table. Null where none is, or no name reaches the class.
 */
export function indexBehind(cls: ClassHost, spec: IndexSpec, attrs: ReadonlyMap<string, string>, how: Rendering): readonly TextEdit[] | null {
  const { layout, names, text } = how;
  const attribute = (key: IndexKey<string>): string | null => {
    const plain = isPlain({ ...key, direction: 'asc' }) && key.expr.kind === 'column' ? (attrs.get(key.expr.column) ?? key.expr.column) : null;
    return plain === null || !IDENTIFIER.test(plain) ? null : `${cls.name}.${plain}${key.direction === 'desc' ? '.desc()' : ''}`;
  };
  const keys = spec.keys.map(attribute);
  const args = indexArguments(spec, how, keys);
  if (args === null || !cls.topLevel || keys.every((key) => key === null)) return null;
  const end = lineEnd(text, cls.span.end);
  return [{ span: { start: end, end }, newText: layout.newline.repeat(3) + callText(names.name('Index'), args, '', layout) }];
}
