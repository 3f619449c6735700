import { DIALECTS, LEVELS } from './read.ts';

/** What the schema needs of a rule. */
export interface RuleEntry { readonly id: string; readonly summary: string }

const globs = (description: string): object => ({ type: 'array', items: { type: 'string' }, description });

/** The JSON Schema of sargable.jsonc, for completion in editors; docs/sargable.schema.json is made from it and a test fails when that is stale. */
export function configSchema(rules: readonly RuleEntry[]): object {
  const level = { enum: LEVELS };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#', title: 'Sargable configuration', type: 'object', additionalProperties: false, allowComments: true, allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      dialect: { enum: DIALECTS, description: 'The database that the SQL in this folder and below is written for. Found out from drivers, migrations and the SQL itself when left out.' },
      include: globs('Only these files, as globs relative to this file.'),
      exclude: globs('Not these files, as globs relative to this file. What .gitignore leaves out, node_modules and build output are left out anyway.'),
      quiet: globs('Files whose queries are read and not judged. Tests and seeds when left out; [] judges them too.'),
      smallTables: globs('Tables too small to matter: names, schema.names, or globs of them.'),
      models: { type: 'object', additionalProperties: false, properties: { custom: customModels() } },
      rules: { type: 'object', additionalProperties: false, description: 'Severity of each rule.', properties: Object.fromEntries(rules.map((rule) => [rule.id, { ...level, description: rule.summary }])) },
      tables: {
        type: 'object', description: 'What holds for one table, by its name.',
        additionalProperties: { type: 'object', additionalProperties: false, properties: { ignore: { type: 'array', items: { enum: rules.map((rule) => rule.id) }, description: 'Rules that are off for this table.' } } },
      },
    },
  };
}

/** Classes that keep their indexes in lists of their own. */
function customModels(): object {
  const slot = { enum: ['name', 'columns', 'unique', 'where'] };
  const keys = Object.fromEntries(slot.enum.map((name) => [name, { type: 'string' }]));
  return {
    type: 'array', description: 'Python classes of the project’s own making that keep their indexes in a list, where the code that reads the list is not understood by itself.',
    items: {
      type: 'object', additionalProperties: false, required: ['baseClass', 'tableAttr', 'indexAttr', 'shape'],
      properties: {
        baseClass: { type: 'string', description: 'The class that they are built on.' },
        tableAttr: { type: 'string', description: 'The attribute that holds the name of the table.' },
        indexAttr: { type: 'string', description: 'The attribute that holds the list of indexes.' },
        shape: { description: 'What an entry is: a whole statement, one column, a list of columns, a tuple with these slots, or a dict or an object with these keys.', anyOf: [{ enum: ['sql', 'column', 'columns'] }, { type: 'array', items: slot }, { type: 'object', additionalProperties: false, properties: keys }] },
      },
    },
  };
}
