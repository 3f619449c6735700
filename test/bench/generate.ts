import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A generated project: `tables` Drizzle tables over several files, and `services` files of queries. One file has 2,000 lines. */
export function generateProject(folder: string, tables: number, services: number): { readonly longFile: string } {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', JSON.stringify({ name: 'generated', dependencies: { 'drizzle-orm': '0.45.4', pg: '8.0.0' } }));
  const names = Array.from({ length: tables }, (_, i) => `entity${i}`);
  for (const name of names) write(`src/db/${name}.ts`, tableText(name));
  write('src/db/index.ts', names.map((name) => `export * from './${name}';`).join('\n') + '\n');
  for (let i = 0; i < services; i++) write(`src/services/service${i}.ts`, serviceText(i, names, 6));
  write('src/services/long.ts', longText(names));
  return { longFile: 'src/services/long.ts' };
}

const tableText = (name: string): string => `import { index, integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';

export const ${name} = pgTable('${name}', {
  id: serial('id').primaryKey(),
  ownerId: integer('owner_id').notNull(),
  status: text('status').notNull(),
  title: text('title'),
  createdAt: timestamp('created_at').defaultNow(),
}, (t) => [index('${name}_owner_id_index').on(t.ownerId)]);
`;

const queryText = (name: string, i: number): string => `
export async function list${i}(ownerId: number, title: string) {
  const rows = await db.select().from(${name}).where(${i % 3 === 0 ? `eq(${name}.title, title)` : `and(eq(${name}.ownerId, ownerId), gt(${name}.id, ${i}))`}).orderBy(desc(${name}.createdAt)).limit(20);
  return rows.map((row) => ({ ...row, label: \`\${row.title} (\${row.status})\` }));
}
`;

function serviceText(seed: number, names: readonly string[], queries: number): string {
  const used = Array.from({ length: queries }, (_, i) => names[(seed * 7 + i) % names.length] ?? 'entity0');
  return `import { and, desc, eq, gt } from 'drizzle-orm';\nimport { db } from '../client';\nimport { ${[...new Set(used)].join(', ')} } from '../db';\n${used.map((name, i) => queryText(name, i)).join('')}`;
}

/** 2,000 lines as a team writes them: a query in every twenty, and code around it. */
function longText(names: readonly string[]): string {
  const used = Array.from({ length: 100 }, (_, i) => names[i % 12] ?? 'entity0');
  const head = `import { and, desc, eq, gt } from 'drizzle-orm';\nimport { db } from '../client';\nimport { ${[...new Set(used)].join(', ')} } from '../db';\n`;
  return head + used.map((name, i) => queryText(name, i) + helperText(i)).join('');
}

const helperText = (i: number): string => `
function summary${i}(rows: { label: string; total?: number }[]) {
  const totals = new Map<string, number>();
  for (const row of rows) {
    const known = totals.get(row.label) ?? 0;
    totals.set(row.label, known + (row.total ?? 1));
  }
  const lines = [...totals].map(([label, total]) => \`\${label}: \${total}\`);
  if (lines.length > ${i + 3}) {
    lines.length = ${i + 3};
  }
  return { title: 'summary ${i}', lines, empty: lines.length === 0 };
}
`;
