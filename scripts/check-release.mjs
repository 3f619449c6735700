// Says whether a tag may be released: `node scripts/check-release.mjs v1.2.3`. With `--notes` it prints what the changelog says of that version.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [tag = '', option] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

/** The section of a version, without its heading; null where there is none. */
function section() {
  const start = changelog.indexOf(`\n## [${version}]`);
  if (start < 0) return null;
  const body = changelog.slice(changelog.indexOf('\n', start + 1) + 1);
  return body.split(/^(?:## |\[[^\]]+\]: )/m)[0].trim();
}

const notes = section();
const problems = [
  ...(tag === `v${version}` ? [] : [`The tag is ${tag}, package.json says ${version}.`]),
  ...(notes === null || notes === '' ? [`CHANGELOG.md says nothing of ${version}.`] : []),
];
if (problems.length > 0) console.error(problems.join('\n'));
else if (option === '--notes') console.log(notes);
process.exitCode = problems.length > 0 ? 1 : 0;
