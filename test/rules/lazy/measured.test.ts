import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ruleById } from '../../../server/src/rules/index.ts';
import { python } from '../../support/python.ts';
import { workspaceOf } from '../../support/workspace.ts';
import { type LazyProgram, modelsOf, programs, serviceOf } from './programs.ts';

const SCRIPT = readFileSync(new URL('count.py', import.meta.url), 'utf8');

/** Statements that each program really sends with 3 and with 6 posts; the name of the error where it raises. */
function counted(version: '1.4' | '2.0'): readonly (readonly [number | string, number | string])[] {
  const { stdout, stderr } = python(SCRIPT, { version, input: JSON.stringify(programs.map((program) => ({ models: modelsOf(program), service: serviceOf(program) }))) });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as readonly (readonly [number | string, number | string])[];
}

/** What the rules on loops say of it. */
function said(program: LazyProgram): readonly string[] {
  const snapshot = workspaceOf({ 'app/__init__.py': '', 'app/models.py': modelsOf(program), 'app/service.py': `from app.models import Author, Comment, Post\n${serviceOf(program)}` }, { dialect: 'sqlite' }).snapshot();
  return snapshot.sites('app/service.py').filter((site) => ruleById(site.rule)?.family === 'loops').map(({ rule, message }) => `${rule}: ${message}`);
}

describe('a relation that is read in a loop is told where, and only where, the loop sends statements for it', () => {
  for (const version of ['1.4', '2.0'] as const) {
    const measured = counted(version);
    for (const [at, program] of programs.entries()) {
      const [few, many] = measured[at] ?? [0, 0];
      const grows = typeof few === 'number' && typeof many === 'number' && many > few;
      test(`${version}: ${program.name} sends ${few} and ${many}`, () => { const told = said(program); assert.equal(told.length > 0, grows, told.join('\n')); });
    }
  }
});
