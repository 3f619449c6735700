// The grammars of syntaxes/, and how package.json announces them. Which tags and calls hold SQL is what the adapters say (`Adapter.tags`).
import { adapters } from '../../server/src/adapters/index.ts';
import { pythonGrammar } from './python.mjs';
import { scriptGrammar } from './script.mjs';

const HOSTS = [
  { scope: 'source.ts', suffix: 'ts', title: 'TypeScript', language: 'typescript', file: 'sql-in-typescript.json' },
  { scope: 'source.tsx', suffix: 'tsx', title: 'TypeScript with JSX', language: 'typescriptreact', file: 'sql-in-tsx.json' },
  { scope: 'source.js', suffix: 'js', title: 'JavaScript', language: 'javascript', file: 'sql-in-javascript.json' },
  { scope: 'source.js.jsx', suffix: 'js.jsx', title: 'JavaScript with JSX', language: 'javascriptreact', file: 'sql-in-jsx.json' },
];

const PYTHON = { scope: 'source.python', suffix: 'python', file: 'sql-in-python.json' };

/** Every tag of the adapters for a language once, in the adapters' order. */
function tagsOf(language) {
  const tags = adapters.filter(({ languages }) => languages.includes(language)).flatMap((adapter) => adapter.tags ?? []);
  return [...new Map(tags.map((tag) => [`${tag.kind} ${tag.name}`, tag])).values()];
}

/** The grammars by their path from the root. */
export function grammars() {
  return new Map([...HOSTS.map((host) => [`syntaxes/${host.file}`, scriptGrammar(host, tagsOf(host.language))]), [`syntaxes/${PYTHON.file}`, pythonGrammar(tagsOf('python'))]]);
}

/** `contributes.grammars` of package.json. What stands in a hole is the host's language again. */
export const contributed = () => [...HOSTS, PYTHON].map(({ scope, suffix, language, file }) => ({
  scopeName: `inline.sargable.sql.${suffix}`, path: `./syntaxes/${file}`, injectTo: [scope],
  embeddedLanguages: { 'meta.embedded.block.sql': 'sql', ...(language === undefined ? {} : { [`meta.template.expression.${suffix}`]: language }) },
}));
