import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tools } from '../../server/src/mcp/tools/index.ts';

interface Manifest { readonly contributes: { readonly languageModelTools: readonly { readonly name: string; readonly displayName: string; readonly modelDescription: string; readonly inputSchema: object }[] } }

test('the editor offers its agents the tools that are served elsewhere, in the same words', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as Manifest;
  assert.deepEqual(manifest.contributes.languageModelTools.map(({ name, displayName, modelDescription, inputSchema }) => ({ name, displayName, modelDescription, inputSchema })), tools.map(({ name, title, description, input }) => ({ name: `sargable_${name}`, displayName: title, modelDescription: description, inputSchema: JSON.parse(JSON.stringify(input)) })));
});
