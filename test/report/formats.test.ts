import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import { githubReport } from '../../server/src/report/github.ts';
import { gitlabReport } from '../../server/src/report/gitlab.ts';
import { jsonReport } from '../../server/src/report/json.ts';
import { junitReport } from '../../server/src/report/junit.ts';
import { type Report, wordsOf } from '../../server/src/report/report.ts';
import { sarifReport } from '../../server/src/report/sarif/log.ts';
import { rules } from '../../server/src/rules/index.ts';
import { root } from '../house/sources.ts';
import { sampleProjects } from '../support/samples.ts';
import { fromGithub, fromGitlab, fromJunit, fromSarif, type Told } from './read-back.ts';
import { HOSTILE, LOOP, reportOn } from './reports.ts';

const schema = (path: string): object => JSON.parse(readFileSync(join(root, path), 'utf8')) as object;
// It is of draft 4, whose words it uses mean the same in draft 7 but for its own name.
const { $schema: _draft, id: _id, ...sarif } = schema('test/report/schemas/sarif-schema-2.1.0.json') as Readonly<Record<string, unknown>>;
const sarifSchema = new Ajv({ strict: false, validateFormats: false }).compile(sarif);
const jsonSchema = new Ajv({ strict: false }).compile(schema('docs/report.schema.json'));
// What docs.gitlab.com says of an implemented report: these members, severities of this list, paths without ./ in front.
const gitlabSchema = new Ajv({ strict: false }).compile({
  type: 'array', items: {
    type: 'object', required: ['description', 'check_name', 'fingerprint', 'location', 'severity'],
    properties: {
      description: { type: 'string', minLength: 1 }, check_name: { type: 'string' }, fingerprint: { type: 'string', minLength: 1 }, severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: { type: 'object', required: ['path', 'lines'], properties: { path: { type: 'string', pattern: '^(?!\\./|/)' }, lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } } } },
    },
  },
});

function holds(validate: ValidateFunction, text: string): void {
  const data: unknown = JSON.parse(text);
  assert.ok(validate(data), JSON.stringify(validate.errors?.slice(0, 3)));
}

/** xmllint is the parser and the validator of many. */
function holdsXml(xml: string): void {
  const run = spawnSync('xmllint', ['--noout', '--schema', join(root, 'test/report/schemas/junit-10.xsd'), '-'], { input: xml, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
}

const told = ({ findings, places }: Report, hints: 'with hints' | 'without'): readonly Told[] =>
  findings.filter(({ severity }) => hints === 'with hints' || severity !== 'hint').map((finding) => ({ file: places.file(finding.path), line: places.range(finding.path, finding.span).start.line + 1, rule: finding.rule, words: wordsOf(finding) }));

const inOrder = (list: readonly Told[]): readonly string[] => list.map((one) => JSON.stringify([one.file, one.line, one.rule, one.words])).sort();

const PROJECTS = [...sampleProjects(), { name: 'hostile names', files: HOSTILE }, { name: 'a loop', files: LOOP }, { name: 'nothing', files: {} }];
for (const { name, files } of PROJECTS) {
  test(`${name}: every report is what its consumer takes, and says the same`, () => {
    const report = reportOn(files);
    const [sarif, github, gitlab, junit, json] = [sarifReport(report), githubReport(report), gitlabReport(report), junitReport(report), jsonReport(report)];
    holds(sarifSchema, sarif);
    holds(gitlabSchema, gitlab);
    holds(jsonSchema, json);
    holdsXml(junit);
    assert.deepEqual(inOrder(fromSarif(sarif)), inOrder(told(report, 'with hints')));
    assert.deepEqual(inOrder(fromGithub(github)), inOrder(told(report, 'without')));
    assert.deepEqual(inOrder(fromGitlab(gitlab)), inOrder(told(report, 'without')));
    assert.deepEqual(inOrder(fromJunit(junit)), inOrder(told(report, 'without')));
  });
}

test('what a baseline knows is not told again, and what is new is told by every report', () => {
  const [, second] = sampleProjects();
  assert.ok(second !== undefined);
  const after = { ...second.files, 'extra.sql': 'SELECT 1;\n' };
  const clean = reportOn(after, {}, second.files);
  assert.deepEqual(clean.findings, []);
  holds(jsonSchema, jsonReport(clean));
  holds(sarifSchema, sarifReport(clean));
  holdsXml(junitReport(clean));
  assert.equal(githubReport(clean), '');
  assert.deepEqual(fromSarif(sarifReport(clean)), []);
});

interface Result { readonly ruleId: string; readonly baselineState?: string; readonly suppressions?: readonly { readonly kind: string; readonly justification?: string }[]; readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly { readonly location: { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } } }[] }[] }[]; readonly partialFingerprints: Readonly<Record<string, string>>; readonly fixes?: readonly object[] }
interface Log { readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri: string; readonly help: { readonly markdown?: string } }[] } }; readonly results: readonly Result[]; readonly invocations: readonly { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] }[] }[] }
const runOf = (report: Report) => { const [run] = (JSON.parse(sarifReport(report)) as Log).runs; assert.ok(run !== undefined); return run; };

test('SARIF lists every rule with its page, though none spoke', () => {
  const run = runOf(reportOn({}));
  assert.deepEqual(run.results, []);
  assert.deepEqual(run.tool.driver.rules.map(({ id }) => id), rules.map(({ id }) => id));
  for (const { id, helpUri, help } of run.tool.driver.rules) assert.ok(helpUri.endsWith(`/${id}.md`) && help.markdown?.startsWith(`# ${id}`), id);
});

test('SARIF has the way from a loop to its query, what a comment silences and why, and what was not understood', () => {
  const run = runOf(reportOn(LOOP));
  const loop = run.results.find(({ ruleId }) => ruleId === 'n-plus-one-query');
  assert.deepEqual(loop?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location.physicalLocation.artifactLocation.uri).filter((uri, i, all) => uri !== all[i - 1]), ['app.py', 'db.py']);
  assert.deepEqual(run.results.flatMap(({ suppressions }) => suppressions ?? []).map(({ kind, justification }) => [kind, justification]), [['inSource', 'a handful of rows']]);
  assert.match(run.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text).join() ?? '', /nowhere/);
  assert.ok(runOf(reportOn(LOOP, { suppressed: false })).results.every(({ suppressions }) => suppressions === undefined));
});

test('SARIF says what is new, and of what is known that it is accepted', () => {
  const before = Object.fromEntries(Object.entries(LOOP).filter(([path]) => path !== 'app.py'));
  const more = { ...before, 'list.py': 'from db import conn\n\n\ndef all_of(item_id):\n    return conn.execute("SELECT * FROM notes WHERE item_id = ?", (item_id,)).fetchall()\n' };
  const all = { ...more, 'again.py': 'from db import conn\n\n\ndef again(item_id):\n    return conn.execute("SELECT id FROM notes WHERE item_id = ?", (item_id,)).fetchall()\n' };
  const states = runOf(reportOn(all, {}, more)).results.map(({ baselineState, suppressions }) => [baselineState, suppressions?.[0]?.kind]);
  assert.deepEqual(states, [['new', undefined], ['unchanged', 'external']]);
});

test('a safe fix of SARIF is the edit that the editor makes', () => {
  const sample = sampleProjects().find(({ name }) => name === 'examples/bookshop');
  assert.ok(sample !== undefined);
  assert.ok(runOf(reportOn(sample.files)).results.some(({ fixes }) => (fixes?.length ?? 0) > 0));
});

test('a crash and a mistake in the configuration are said', () => {
  const run = runOf(reportOn({ ...LOOP, 'sargable.jsonc': '{ "rules": { "unindexed-filtr": "off" } }' }, { crashes: ['rule x crashed'] }));
  assert.equal(run.invocations[0]?.executionSuccessful, false);
  holds(sarifSchema, sarifReport(reportOn({ ...LOOP, 'sargable.jsonc': '{ "rules": { "unindexed-filtr": "off" } }' }, { crashes: ['rule x crashed'] })));
});

test('a finding that fails the command is a failure of JUnit, another one passes', () => {
  const never = junitReport(reportOn(HOSTILE, { fails: () => false }));
  assert.doesNotMatch(never, /<failure/);
  assert.match(junitReport(reportOn(HOSTILE)), /<failure type="warning"/);
  assert.match(junitReport(reportOn({})), /<testcase name="no findings"/);
});
