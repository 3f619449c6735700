import type { PythonStyle } from './code.ts';
import { valueIn } from './code.ts';

/** What a revision's file says of itself, and what its two functions do, as lines without indentation. */
export interface RevisionText { readonly message: string; readonly id: string; readonly downs: readonly string[]; readonly created: string; readonly up: readonly string[]; readonly down: readonly string[] }

/** Alembic's own. */
export const OWN_TEMPLATE = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

# revision identifiers, used by Alembic.
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

/**
 * A project's script.py.mako filled in; null where it has more in it than the names that Alembic gives it, which only Mako itself could run.
 */
export function fillTemplate(template: string, revision: RevisionText, style: PythonStyle): string | null {
  if (/<%|^[ \t]*%[^%]/m.test(template)) return null;
  let known = true;
  const lines = template.replaceAll('\r\n', '\n').split('\n').filter((line) => !/^[ \t]*##/.test(line)).map((line) => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    return line.replace(/\$\{([^}]*)\}/g, (_whole, expression: string) => {
      const value = filledBy(expression.replace(/\s+/g, ' ').trim(), revision, style);
      known &&= value !== null;
      return (value ?? []).map((part, place) => (place === 0 || part === '' ? part : indent + part)).join('\n');
    });
  });
  return known && lines.some((line) => /^def upgrade\b/.test(line)) ? lines.join('\n') : null;
}

function filledBy(expression: string, revision: RevisionText, style: PythonStyle): readonly string[] | null {
  const { message, id, downs, created, up, down } = revision;
  switch (expression.replaceAll("'", '"')) {
    case 'message': return [message];
    case 'up_revision': return [id];
    case 'down_revision | comma,n': case 'down_revision | comma, n': case 'down_revision|comma,n': return [downs.length === 0 ? '' : downs.join(', ')];
    case 'down_revision': return [downs[0] ?? 'None'];
    case 'create_date': return [created];
    case 'repr(up_revision)': return [valueIn(style, [id])];
    case 'repr(down_revision)': return [valueIn(style, downs)];
    case 'repr(branch_labels)': case 'repr(depends_on)': return ['None'];
    case 'imports if imports else ""': return [''];
    case 'upgrades if upgrades else "pass"': return up;
    case 'downgrades if downgrades else "pass"': return down;
    default: return null;
  }
}

/** As Python shows a time to the microsecond, in UTC. */
export const createdAt = (now: Date): string => now.toISOString().replace('T', ' ').replace('Z', '000');
