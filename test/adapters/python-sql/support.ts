import { readFileSync } from 'node:fs';
import type { FileFacts } from '../../../server/src/facts/file.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import { factsOf } from '../../support/samples.ts';

export interface Read { readonly text: string; readonly facts: FileFacts }

export const readPython = (text: string, dialect: Dialect | null = null): Read => ({ text, facts: factsOf('a.py', text, dialect) });

export const readProject = (name: string): Read => readPython(readFileSync(new URL(`project/${name}`, import.meta.url), 'utf8'));
