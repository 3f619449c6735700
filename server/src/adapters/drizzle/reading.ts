import type { Dialect } from '../../facts/dialect.ts';
import type { SqlParsers } from '../../sql/read.ts';
import type { Document } from '../../text/span.ts';
import type { AdapterInput } from '../adapter.ts';
import { bareNames, type Names } from './names/names.ts';
import { tableSymbols } from './schema/symbols.ts';
import { CORE_MODULES } from './vocabulary.ts';

/** One file being read: what every reader in this folder needs. */
export interface Reading {
  readonly document: Document;
  readonly names: Names;
  readonly sql: SqlParsers;
  /** The dialect that the file's imports name, else the workspace's only one. */
  readonly dialect: Dialect | null;
}

export function startReading(input: AdapterInput): Reading {
  const imported = input.outline.imports.map((i) => CORE_MODULES.get(i.module)).find((d) => d !== undefined);
  return { document: input.document, names: tableSymbols(bareNames(input.outline), input.document.text), sql: input.sql, dialect: imported ?? input.dialect };
}
