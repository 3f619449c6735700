// Style and script of the HTML report as constants of the program: the page stands alone, and lets in just these by their hashes.
import { buildSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function bundled(contents, loader) {
  const { outputFiles } = buildSync({ stdin: { contents, loader, resolveDir: root }, absWorkingDir: root, bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', legalComments: 'none', charset: 'ascii' });
  // Neither may end its element.
  return outputFiles[0].text.trim().replaceAll('</', '<\\/');
}

const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** server/src/report/html/assets.generated.ts */
export function reportAssets() {
  const style = bundled("@import './server/src/report/map/map.css';\n@import './server/src/report/html/report.css';", 'css');
  const script = bundled("import './server/src/report/map/page/report.ts';", 'js');
  const constant = (name, text) => `export const ${name} = ${JSON.stringify(text)};\nexport const ${name}Hash = '${hash(text)}';\n`;
  return `// Made by \`node scripts/generate.mjs\` from report/map/map.css, report/html/report.css and report/map/page/.\n${constant('reportStyle', style)}${constant('reportScript', script)}`;
}
