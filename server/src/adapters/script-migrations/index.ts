import type { SchemaOp, SchemaStatement } from '../../facts/schema.ts';
import type { Span } from '../../text/span.ts';
import type { Adapter, AdapterInput, SchemaRead } from '../adapter.ts';
import { knexOperations } from './knex.ts';
import { kyselyOperation } from './kysely.ts';
import { pgmOperation } from './node-pg-migrate.ts';
import { stepsOf } from './steps.ts';

/**
 * Migrations that are written with a builder (node-pg-migrate, Knex, Kysely): the indexes they make and drop are read; of tables that they make or
 * change otherwise it is told that not all is known. SQL inside them is the drivers' adapter's.
 */
export const scriptMigrations: Adapter = {
  id: 'script-migrations',
  title: 'migrations in code',
  languages: ['typescript', 'javascript'],
  triggers: ['pgm.', '.schema'],
  wants: (text) => text.includes('pgm.') || (text.includes('schema') && /\b(?:create|drop)(?:Index|Table)\(|\b(?:alterTable|table)\(/.test(text) && /knex|kysely/i.test(text)),
  readSchema,
};

function readSchema(input: AdapterInput): SchemaRead {
  const statements = input.outline.calls.flatMap((call): readonly SchemaStatement[] => {
    const chain = stepsOf(call);
    if (chain === null) return [];
    if (chain.root === 'pgm' && chain.members.length === 0) return chain.steps.flatMap((step) => statement(pgmOperation(step, input), step.span, 'postgresql'));
    if (chain.members.at(-1) !== 'schema' && chain.root !== 'schema') return [];
    const isKysely = /['"]kysely['"]|\bKysely</.test(input.document.text);
    if (isKysely) return statement(kyselyOperation(chain, input), chain.span, null);
    return knexOperations(chain, input).flatMap(({ operation, span }) => statement(operation, span, null));
  });
  return { models: [], statements };
}

const statement = (operation: SchemaOp | null, span: Span, dialect: SchemaStatement['dialect']): readonly SchemaStatement[] => (operation === null ? [] : [{ operation, span, dialect }]);
