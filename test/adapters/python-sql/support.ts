import { readFileSync } from 'node:fs';
import type { QueryRead } from '../../../server/src/adapters/adapter.ts';
import { sqlDrivers } from '../../../server/src/adapters/sql-drivers/index.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import { loadSqlParsers } from '../../../server/src/host/sql-parsers.ts';
import { loadSyntax } from '../../../server/src/host/syntax.ts';
import { readOutline } from '../../../server/src/lang/read-outline.ts';

const syntax = await loadSyntax();
const sql = await loadSqlParsers();

export interface Read { readonly text: string; readonly facts: Required<QueryRead> }

/** What the adapter alone makes of a Python file. */
export function readPython(text: string, dialect: Dialect | null = null): Read {
  const document = { path: 'a.py', languageId: 'python', text } as const;
  const facts = sqlDrivers.readQueries?.({ document, outline: readOutline(document, syntax), sql, dialect });
  return { text, facts: { queries: [], unread: [], statements: [], ...facts } };
}

export const readProject = (name: string): Read => readPython(readFileSync(new URL(`project/${name}`, import.meta.url), 'utf8'));
