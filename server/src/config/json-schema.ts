import { DIALECTS, LEVELS } from './read.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

/** What the schema needs of a rule. */
export interface RuleEntry { readonly id: string; readonly summary: string }

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const globs = (description: string): object => ({ description, anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] });
const names = (description: string): object => ({ type: 'array', items: { type: 'string' }, description });

/** The JSON Schema of sargable.jsonc, for completion in editors; docs/sargable.schema.json is made from it and a test fails when that is stale. */
export const configSchema = (rules: readonly RuleEntry[]): object => ({ $schema: DRAFT, title: 'Sargable configuration', allowComments: true, allowTrailingCommas: true, ...configuration(rules) });

/** The schema of what package.json says of this tool: of everything else it says nothing. */
export const packageSchema = (rules: readonly RuleEntry[]): object => ({ $schema: DRAFT, title: 'Sargable in package.json', type: 'object', properties: { sargable: { ...configuration(rules), description: 'Sargable: which queries have no index, and which loops query.' } } });

/** The schema of pyproject.toml's `[tool.sargable]`, in the form in which catalogues of schemas take a part of it. */
export const pyprojectSchema = (rules: readonly RuleEntry[]): object => ({
  $schema: DRAFT, title: 'Sargable in pyproject.toml', type: 'object',
  properties: { tool: { type: 'object', properties: { sargable: { ...configuration(rules), description: 'Sargable: which queries have no index, and which loops query.', 'x-taplo': { links: { key: 'https://github.com/sargable/sargable/blob/main/docs/CONFIGURATION.md' } } } } } },
});

function configuration(rules: readonly RuleEntry[]): object {
  const common = commonOf(rules);
  return {
    type: 'object', additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      extends: globs('Files that this one builds on, as paths from here: a .jsonc file, a pyproject.toml or a package.json. What is said here wins; rules and tables add to one another.'),
      ...common,
      include: globs('Only these files, as globs relative to this file.'),
      exclude: globs('Not these files, as globs relative to this file. What .gitignore leaves out, node_modules and build output are left out anyway.'),
      models: { type: 'object', additionalProperties: false, properties: { custom: customModels() } },
      overrides: {
        type: 'array', description: 'What holds for some files alone. Of several that fit a file the later wins.',
        items: { type: 'object', additionalProperties: false, required: ['files'], properties: { files: globs('The files, as globs relative to this file.'), ...common, quiet: { type: 'boolean', description: 'Whether queries in these files are read and not judged.' } } },
      },
    },
  };
}

/** What may be said of a folder and of some of its files alike. */
function commonOf(rules: readonly RuleEntry[]): object {
  return {
    dialect: { enum: DIALECTS, description: 'The database that the SQL in this folder and below is written for. Found out from drivers, migrations and the SQL itself when left out.' },
    version: { type: ['string', 'number'], description: 'The oldest version of the database that has to be served, such as "16" or "8.0.36". Nothing is proposed that it does not have.', examples: ['16', '8.0.36', '3.45'] },
    quiet: { description: 'Files whose queries are read and not judged: globs relative to this file, in place of the built-in ones for tests and seeds; [] or false judges those too.', anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }, { type: 'boolean' }] },
    rules: { type: 'object', additionalProperties: false, description: 'Severity of each rule.', properties: Object.fromEntries(rules.map((rule) => [rule.id, { enum: LEVELS, description: rule.summary }])) },
    smallTables: names('Tables too small to matter: names, schema.names, or globs of them.'),
    smallBelow: { type: 'integer', minimum: 0, default: DEFAULT_SETTINGS.smallBelow, description: 'A table whose "rows" are fewer is too small to matter.' },
    tables: { type: 'object', description: 'What holds for one table, by its name.', additionalProperties: tableSchema(rules) },
  };
}

function tableSchema(rules: readonly RuleEntry[]): object {
  const ignore = (of: string): object => ({ type: 'array', items: { enum: rules.map((rule) => rule.id) }, description: `Rules that are off for this ${of}.` });
  const reason = { type: 'string', description: 'Why they are off.' };
  return {
    type: 'object', additionalProperties: false,
    properties: {
      rows: { type: 'integer', minimum: 0, description: 'About how many rows it has. Below "smallBelow" nothing is said of it; from there on it is no lookup table, whatever its name.' },
      writeHeavy: { type: 'boolean', description: 'It is written far more than read, so that each index is a cost: a missing one is a note, and says so.' },
      ignore: ignore('table'), reason,
      columns: {
        type: 'object', description: 'What holds for one column, by its name.',
        additionalProperties: { type: 'object', additionalProperties: false, properties: { fewValues: { type: 'boolean', description: 'It holds one of a handful of values, as an enum does, whatever its type: an index on it alone rarely pays.' }, ignore: ignore('column'), reason } },
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
