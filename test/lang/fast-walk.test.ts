import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { Language, Parser } from 'web-tree-sitter';
import { fastWalks } from '../../server/src/host/fast-walk.ts';
import { readWasm } from '../../server/src/host/wasm-files.ts';
import type { TreeWalk } from '../../server/src/lang/syntax.ts';

function visited(cursor: TreeWalk): string[] {
  const out: string[] = [];
  for (let more = true; more; ) {
    out.push(`${cursor.nodeTypeId} ${cursor.currentFieldId} ${cursor.startIndex} ${cursor.endIndex} ${cursor.nodeIsMissing}`);
    more = cursor.gotoFirstChild();
    while (!more && !cursor.gotoNextSibling()) if (!cursor.gotoParent()) { cursor.delete(); return out; }
    more = true;
  }
  return out;
}

it('walks as the library\'s own cursor does, one walk after another', async () => {
  const module = { wasmBinary: readWasm('web-tree-sitter', 'web-tree-sitter.wasm') };
  await Parser.init(module);
  const walk = fastWalks(module) ?? assert.fail('the library has changed');
  const parser = new Parser().setLanguage(await Language.load(readWasm('tree-sitter-typescript', 'tree-sitter-typescript.wasm')));
  for (const text of [readFileSync(new URL(import.meta.url), 'utf8'), 'f(', '']) {
    const tree = parser.parse(text) ?? assert.fail();
    const own = visited(tree.walk());
    assert.ok(own.length > 0);
    assert.deepEqual(visited(walk(tree)), own);
    assert.deepEqual(visited(walk(tree)), own);
    tree.delete();
  }
});
