import type { LanguageId } from './span.ts';

const BY_EXTENSION: Readonly<Record<string, LanguageId>> = {
  ts: 'typescript', mts: 'typescript', cts: 'typescript', tsx: 'typescriptreact', js: 'javascript', mjs: 'javascript', cjs: 'javascript', jsx: 'javascriptreact', py: 'python', sql: 'sql', json: 'json', jsonc: 'jsonc',
};

export const languageOf = (path: string): LanguageId => BY_EXTENSION[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'other';

/** JavaScript and TypeScript, in all their forms. */
export const isScript = (language: LanguageId): boolean => language === 'typescript' || language === 'typescriptreact' || language === 'javascript' || language === 'javascriptreact';

/** Languages of programs, which have an outline; SQL has none. */
export const isHost = (language: LanguageId): boolean => isScript(language) || language === 'python';

/** Pages that a program renders: Jinja's, by the folder that its loaders look in. */
export const isPage = (path: string): boolean => /(?:^|\/)(?:templates|jinja2)\/(?:[^/]+\/)*[^/]+\.(?:html?|jinja2?|j2)$/.test(path) && !/\.sql\.\w+$/.test(path);
