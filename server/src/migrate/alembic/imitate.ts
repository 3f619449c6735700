import { type PythonStyle, valueIn } from './code.ts';
import type { RevisionText } from './template.ts';

/**
 * Another revision's file with other words in it: its header, imports and identifiers as they are, and its ways up and back with new bodies. Everything else is left out.
 * `engine`: in a project of several databases, whose functions (`upgrade_users`) these are; the others then do nothing. Null where the file has no such form.
 */
export function imitate(text: string, revision: RevisionText, style: PythonStyle, engine: string | null): string | null {
  const plain = text.replaceAll('\r\n', '\n');
  const functions = functionsIn(plain);
  const [first] = functions;
  if (first === undefined) return null;
  const head = headOf(plain.slice(0, first.start), revision, style);
  const kept = functions.flatMap((one) => {
    const own = /^(upgrade|downgrade)(_\w*)?$/.exec(one.name);
    if (own === null) return [];
    const [, way, suffix] = own;
    if (engine === null) return suffix === undefined ? [`${one.head}\n${bodyOf(way === 'upgrade' ? revision.up : revision.down, style)}`] : [];
    if (suffix === undefined) return [plain.slice(one.start, one.end).trimEnd()];
    return [`${one.head}\n${bodyOf(suffix !== engine ? ['pass'] : way === 'upgrade' ? revision.up : revision.down, style)}`];
  });
  const names = kept.map((one) => /^(?:async\s+)?def (\w+)/m.exec(one)?.[1]);
  const wanted = engine === null ? ['upgrade', 'downgrade'] : [`upgrade${engine}`, `downgrade${engine}`];
  return head === null || !wanted.every((name) => names.includes(name)) ? null : `${head.trimEnd()}\n\n\n${kept.join('\n\n\n')}\n`;
}

const bodyOf = (lines: readonly string[], { indent }: PythonStyle): string => lines.map((line) => (line === '' ? '' : indent + line)).join('\n');

interface Found { readonly name: string; /** Its line, to the colon. */ readonly head: string; readonly start: number; readonly end: number }

/** Functions at top level; each ends where the next thing at the left margin begins. */
function functionsIn(text: string): readonly Found[] {
  return [...text.matchAll(/^def (\w+)\([^)]*\)[^:\n]*:/gm)].map((match) => {
    const body = match.index + match[0].length;
    const next = /\n(?=[^\s#])/.exec(text.slice(body))?.index ?? text.length - body;
    return { name: match[1] ?? '', head: match[0], start: match.index, end: body + next };
  });
}

const IDENTIFIERS = /^(revision|down_revision|branch_labels|depends_on)([ \t]*(?::[^=\n]*)?=[ \t]*)(\([^)]*\)|\[[^\]]*\]|[^\n#]*)/gm;

/** What stands before the functions: the docstring's words, imports that every revision has, the identifiers. */
function headOf(text: string, revision: RevisionText, style: PythonStyle): string | null {
  const doc = /^(?:\s*#[^\n]*\n)*\s*("""|''')([\s\S]*?)\1/.exec(text);
  const values: Readonly<Record<string, string>> = { revision: valueIn(style, [revision.id]), down_revision: valueIn(style, revision.downs), branch_labels: 'None', depends_on: 'None' };
  const rest = text.slice(doc === null ? 0 : doc[0].length);
  const assigned = rest.replace(IDENTIFIERS, (_whole, name: string, between: string, value: string) => `${name}${between}${values[name] ?? ''}${/[ \t]*$/.exec(value.startsWith('(') ? '' : value)?.[0] ?? ''}`);
  if (!/^revision\b/m.test(assigned) || !/^down_revision\b/m.test(assigned)) return null;
  const lines = assigned.split('\n').filter((line) => KEPT.test(line));
  return `${doc === null ? '' : docstringLike(doc[2] ?? '', doc[1] ?? '"""', revision)}${withNeeded(lines).join('\n')}`;
}

/** Comments, empty lines, identifiers, and imports of what every revision needs. */
const KEPT = /^(?:\s*$|#|(?:revision|down_revision|branch_labels|depends_on)\b|from alembic import op\b|import sqlalchemy as sa\b|from (?:typing|collections\.abc|__future__) import|import sqlmodel\b)/;

function withNeeded(lines: readonly string[]): readonly string[] {
  const missing = [/^from alembic import op\b/, /^import sqlalchemy as sa\b/].flatMap((wanted, place) => (lines.some((line) => wanted.test(line)) ? [] : [place === 0 ? 'from alembic import op' : 'import sqlalchemy as sa']));
  const at = Math.max(lines.findIndex((line) => /^(?:from|import)\b/.test(line)), 0);
  return [...lines.slice(0, at), ...missing, ...lines.slice(at)].join('\n').replace(/\n{4,}/g, '\n\n\n').split('\n');
}

/** Its lines about the revision with the new values; other words are another revision's. */
function docstringLike(doc: string, quotes: string, { message, id, downs, created }: RevisionText): string {
  const values: Readonly<Record<string, string>> = { 'revision id': id, revises: downs.join(', '), 'create date': created };
  const about = doc.split('\n').flatMap((line) => { const [, name = '', colon = ''] = /^([\w ]+?)(\s*:\s?)/.exec(line) ?? []; const value = values[name.toLowerCase()]; return value === undefined ? [] : [`${name}${colon.trimEnd()} ${value}`.trimEnd()]; });
  return `${quotes}${message}\n${about.length === 0 ? '' : `\n${about.join('\n')}\n\n`}${quotes}`;
}
