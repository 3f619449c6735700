import type { Document } from '../text/span.ts';
import { emptyOutline } from './empty-outline.ts';
import type { Outline } from './outline.ts';
import { readPython } from './python/outline.ts';
import type { Syntax } from './syntax.ts';
import { readOutline as readScript } from './typescript/outline.ts';

/** No hand-written file is longer; tree-sitter takes 0.2 s and 60 MB a megabyte. */
const LONGEST = 4_000_000;

/** Reads a file of any host language. `open`: it is in an editor and will be read again, so its tree is kept for an incremental parse until `syntax.forget(document.path)`. */
export function readOutline(document: Document, syntax: Syntax, state: 'open' | 'closed' = 'closed'): Outline {
  if (document.text.length > LONGEST) return emptyOutline(document.text.length);
  return document.languageId === 'python' ? readPython(document, syntax, state) : readScript(document, syntax, state);
}
