import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Position, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import assert from 'node:assert/strict';

/** The texts that a workspace edit leaves, by URI, on texts that are open or else on disk. Nothing is written. */
export function applied(edit: WorkspaceEdit, open: Readonly<Record<string, string>> = {}): Map<string, string> {
  const texts = new Map<string, string>();
  const textOf = (uri: string): string => texts.get(uri) ?? open[uri] ?? readFileSync(fileURLToPath(uri), 'utf8');
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) texts.set(uri, edited(textOf(uri), edits));
  for (const change of edit.documentChanges ?? []) {
    if ('textDocument' in change) texts.set(change.textDocument.uri, edited(textOf(change.textDocument.uri), change.edits.map((one) => ({ range: one.range, newText: 'newText' in one ? one.newText : '' }))));
    else if (change.kind === 'create') {
      assert(!existsSync(fileURLToPath(change.uri)), `${change.uri} exists already`);
      texts.set(change.uri, '');
    }
  }
  return texts;
}

/** UTF-16 positions. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position): number => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  const sorted = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  return sorted.reduce((out, { range, newText }) => out.slice(0, offset(range.start)) + newText + out.slice(offset(range.end)), text);
}

/** Where a piece of a text begins. */
export function positionOf(text: string, piece: string, after = ''): Position {
  const from = text.indexOf(after);
  const at = text.indexOf(piece, from);
  assert(from >= 0 && at >= 0, `${piece} is not there`);
  const before = text.slice(0, at).split('\n');
  return { line: before.length - 1, character: (before.at(-1) ?? '').length };
}
