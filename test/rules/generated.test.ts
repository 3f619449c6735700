import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const script: string = '../../scripts/generate.mjs';
const { generated } = (await import(script)) as { readonly generated: () => ReadonlyMap<string, string> };

for (const [path, text] of generated()) {
  test(`${path} is as \`node scripts/generate.mjs\` writes it`, () => {
    assert.equal(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), text);
  });
}
