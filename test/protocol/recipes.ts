import assert from 'node:assert/strict';
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverFile } from './client.ts';
import { folderOf } from './files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/EDITORS.md'), 'utf8');

/** A fenced block of docs/EDITORS.md, under its heading: what is tested is what is told. */
export function recipeOf(heading: string, language: string): string {
  const recipe = new RegExp(`^## ${heading}\\n[\\s\\S]*?^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1];
  assert(recipe, heading);
  return recipe;
}

/** A copy of the sample application at the top of a repository, and a folder for the path that has the server. */
export function sampleAndServer(): { readonly folder: string; readonly bin: string } {
  const folder = folderOf({ '.git/HEAD': '' });
  cpSync(join(root, 'examples/bookshop'), folder, { recursive: true });
  const bin = folderOf({ 'sargable-language-server': `#!/bin/sh\nexec '${process.execPath}' '${serverFile}' "$@"\n` });
  chmodSync(join(bin, 'sargable-language-server'), 0o755);
  return { folder, bin };
}
