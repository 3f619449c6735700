import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileFacts } from '../../server/src/facts/file.ts';
import { factsOf, sampleProjects } from '../support/samples.ts';

test('facts of every sample file serialise as JSON and come back equal', () => {
  let read = 0;
  for (const project of sampleProjects()) {
    for (const [path, text] of Object.entries(project.files)) {
      const facts: FileFacts = factsOf(path, text);
      assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts, path);
      read += facts.queries.length + facts.models.length + facts.statements.length;
    }
  }
  assert.ok(read > 100, `${read} facts`);
});

test('a file has the same facts whatever lies beside it', () => {
  const [project] = sampleProjects();
  assert.ok(project !== undefined);
  for (const [path, text] of Object.entries(project.files)) assert.deepEqual(factsOf(path, text), factsOf(path, text.slice()), path);
});

test('sources of facts name no offset beyond their text', () => {
  for (const project of sampleProjects()) {
    for (const [path, text] of Object.entries(project.files)) {
      const spans = [...JSON.stringify(factsOf(path, text)).matchAll(/"start":(\d+),"end":(\d+)/g)].map(([, start, end]) => [Number(start), Number(end)] as const);
      for (const [start, end] of spans) assert.ok(start <= end && end <= text.length, `${path}: ${start}-${end} of ${text.length}`);
    }
  }
});

