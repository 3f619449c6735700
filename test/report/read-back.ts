import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** A finding as the reader of a report has it. `line` from 1; `words`: message and advice. */
export interface Told { readonly file: string; readonly line: number; readonly rule: string; readonly words: string }

/** Results that no suppression hides. */
export function fromSarif(text: string): readonly Told[] {
  const log = JSON.parse(text) as { runs: { results: { ruleId: string; message: { text: string }; suppressions?: readonly object[]; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[] }[] }[] };
  return log.runs.flatMap(({ results }) => results.filter(({ suppressions }) => (suppressions ?? []).length === 0)).map(({ ruleId, message, locations: [at] }) => {
    assert.ok(at !== undefined);
    // As a service resolves it against the top of the repository.
    const url = new URL(at.physicalLocation.artifactLocation.uri, 'file:///top/');
    assert.ok(url.pathname.startsWith('/top/') && url.search === '' && url.hash === '', url.href);
    return { file: decodeURIComponent(url.pathname.slice('/top/'.length)), line: at.physicalLocation.region.startLine, rule: ruleId, words: message.text };
  });
}

/** By the rules of GitHub's runner: `::name key=value,key=value::data`, the command ends at the first `::` after its properties, the percent sign is turned back last. */
export function fromGithub(text: string): readonly Told[] {
  const lines = text.split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => {
    assert.ok(line.startsWith('::'), line);
    const end = line.indexOf('::', 2);
    const [name = '', ...rest] = line.slice(2, end).split(' ');
    assert.match(name, /^(error|warning|notice)$/);
    const properties = new Map(rest.join(' ').trim().split(',').map((pair): [string, string] => { const at = pair.indexOf('='); return [pair.slice(0, at).trim(), unescaped(pair.slice(at + 1), [['%3A', ':'], ['%2C', ',']])]; }));
    return { file: properties.get('file') ?? '', line: Number(properties.get('line')), rule: (properties.get('title') ?? '').replace('sargable ', ''), words: unescaped(line.slice(end + 2), []) };
  });
}

const unescaped = (text: string, more: readonly (readonly [string, string])[]): string => [['%0D', '\r'] as const, ['%0A', '\n'] as const, ...more, ['%25', '%'] as const].reduce((result, [from, to]) => result.replaceAll(from, to), text);

/** One issue a fingerprint is shown. */
export function fromGitlab(text: string): readonly Told[] {
  const issues = JSON.parse(text) as { description: string; check_name: string; fingerprint: string; location: { path: string; lines: { begin: number } } }[];
  return [...new Map(issues.map((issue) => [issue.fingerprint, issue])).values()].map(({ description, check_name, location }) => ({ file: location.path, line: location.lines.begin, rule: check_name, words: description }));
}

/** Case by case with a real parser of XML. */
export function fromJunit(text: string): readonly Told[] {
  const run = spawnSync('python3', ['-c', 'import json,sys,xml.etree.ElementTree as e\nroot=e.fromstring(sys.stdin.buffer.read())\nprint(json.dumps([[c.get("name"),c.get("classname"),"".join(c.itertext())] for c in root.iter("testcase") if len(c)]))'], { input: text, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return (JSON.parse(run.stdout) as [string, string, string][]).map(([name, file, inside]) => {
    const [rule = '', place = ''] = name.split(' ');
    assert.ok(inside.startsWith(`${file}:${place}\n`), inside);
    return { file, line: Number(place.split(':')[0]), rule, words: inside.slice(`${file}:${place}\n`.length) };
  });
}
