// `npm run new:rule ID`: a rule, its page, and its line in rules/index.ts. It compiles; its page's test fails, and says what to fill in.
import { spawnSync } from 'node:child_process';
import { constantOf, create, idFrom, register, root } from './scaffold.mjs';

const id = idFrom('new:rule', process.argv.slice(2));
const summary = 'FILL ME: in one sentence, what is wrong and what it costs.';

const rule = `import type { QueryRule } from './rule.ts';
import { statementVerdict, subjectOf } from './statement.ts';
import { tableName } from './tables.ts';

// FILL ME: which scope. This one looks at whole statements; rule.ts has the others, for one way to a table (access), a table, a database (catalog).
export const ${constantOf(id)}: QueryRule = {
  id: '${id}',
  family: 'queries',
  summary: '${summary}',
  defaultSeverity: 'information',
  scope: 'query',
  check(query, context) {
    const subject = subjectOf(query, context);
    // FILL ME: null, or a condition, for everything that is in order. A query that was read in part is in order.
    if (subject === null || query.op !== 'select' || query.offset === null) return [];
    return [statementVerdict(subject, context, {
      severity: 'information',
      message: \`FILL ME: what is wrong with this query of \${tableName(subject.table)}, and why.\`,
      advice: 'what to do instead',
    })];
  },
};
`;

const page = `# ${id}

> ${summary}

## Why

FILL ME: what the database does, and what it costs.

## What it reports

\`\`\`sql path=schema.sql
CREATE TABLE notes (id bigint PRIMARY KEY, author_id bigint NOT NULL);
\`\`\`

\`\`\`sql path=notes.sql
SELECT * FROM notes WHERE id = $1;
              ^^^^^ ${id}: FILL ME: a query that is reported, and under it what is said of it.
              | Add an advice line like this one.
\`\`\`

## What it does not report

\`\`\`sql path=schema.sql
CREATE TABLE notes (id bigint PRIMARY KEY, author_id bigint NOT NULL);
\`\`\`

\`\`\`sql path=notes.sql
SELECT * FROM notes WHERE id = $2;
\`\`\`

## When to ignore it

FILL ME

## Configuration

\`\`\`jsonc
{ "rules": { "${id}": "off" } }
\`\`\`
`;

create({ [`server/src/rules/${id}.ts`]: rule, [`server/src/rules/${id}.md`]: page });
register('server/src/rules/index.ts', `import { ${constantOf(id)} } from './${id}.ts';`, constantOf(id), 'unusedIgnore');
spawnSync(process.execPath, ['scripts/generate.mjs'], { cwd: root, stdio: 'inherit' });
console.log(`  docs/rules/README.md, docs/sargable.schema.json  made again (npm run generate)

Fill in what says FILL ME, example first, then: npx node --test --test-name-pattern=${id} test/rules/pages.test.ts`);
