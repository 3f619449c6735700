import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';
import { root } from '../house/sources.ts';

// The engine that VS Code colours with, on the host grammars that VS Code ships.
const { resolve } = createRequire(import.meta.url);
await oniguruma.loadWASM(readFileSync(resolve('vscode-oniguruma/release/onig.wasm')));

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly contributes: { readonly grammars: readonly { readonly scopeName: string; readonly path: string; readonly injectTo: readonly string[] }[] } };
const injected = manifest.contributes.grammars;

/** Host grammars by scope, as files of tm-grammars. */
const HOSTS = { 'source.ts': 'typescript', 'source.tsx': 'tsx', 'source.js': 'javascript', 'source.js.jsx': 'jsx', 'source.python': 'python' } as const;
export type Host = keyof typeof HOSTS;
export const scriptHosts: readonly Host[] = ['source.ts', 'source.tsx', 'source.js', 'source.js.jsx'];

function pathOf(scopeName: string): string | null {
  const own = injected.find((grammar) => grammar.scopeName === scopeName);
  if (own !== undefined) return join(root, own.path);
  return scopeName in HOSTS ? resolve(`tm-grammars/grammars/${HOSTS[scopeName as Host]}.json`) : null;
}

const registryWith = (injections: boolean) => new textmate.Registry({
  onigLib: Promise.resolve({ createOnigScanner: (sources) => new oniguruma.OnigScanner(sources), createOnigString: (text) => new oniguruma.OnigString(text) }),
  loadGrammar: async (scopeName) => {
    const path = pathOf(scopeName);
    return path === null ? null : (JSON.parse(readFileSync(path, 'utf8')) as IRawGrammar);
  },
  getInjections: (scopeName) => (injections ? injected.filter((grammar) => grammar.injectTo.includes(scopeName)).map((grammar) => grammar.scopeName) : []),
});
const registries = { injected: registryWith(true), alone: registryWith(false) };

const loaded = new Map<string, IGrammar>();
async function grammarOf(host: Host, kind: keyof typeof registries): Promise<IGrammar> {
  const known = loaded.get(kind + host);
  if (known !== undefined) return known;
  const grammar = await registries[kind].loadGrammar(host);
  if (grammar === null) throw new Error(`no grammar for ${host}`);
  loaded.set(kind + host, grammar);
  return grammar;
}

/** A piece of text with the scopes it has, outermost first. */
export interface Token { readonly line: number; readonly text: string; readonly scopes: readonly string[] }

/** @param kind `alone`: the host's grammar without ours */
export async function tokens(host: Host, text: string, kind: keyof typeof registries = 'injected'): Promise<readonly Token[]> {
  const grammar = await grammarOf(host, kind);
  const found: Token[] = [];
  let stack = textmate.INITIAL;
  text.split('\n').forEach((line, number) => {
    const { tokens: all, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of all) found.push({ line: number, text: line.slice(startIndex, endIndex), scopes });
  });
  return found;
}

export const isSql = (token: Token): boolean => token.scopes.includes('meta.embedded.block.sql');

/** Whether the innermost of the two is SQL: in a hole it is the host again. */
export function isSqlText(token: Token): boolean {
  const hole = token.scopes.findLastIndex((scope) => scope.startsWith('meta.template.expression'));
  return token.scopes.lastIndexOf('meta.embedded.block.sql') > hole;
}
