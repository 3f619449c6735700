/** Comments that speak to a tool about the whole file. */
const DIRECTIVE = /^\s*(?:(['"])use strict\1;?|\/[/*]\s*(?:eslint|@ts-|prettier-|biome-|deno-)[^\n]*)\s*$/;
/** node-pg-migrate's types of columns, where the file has none of its own. */
const SHORTHANDS = /^(?:export\s+const|const|module\.exports\.|exports\.)\s*shorthands\b[^\n]*=\s*(?:undefined|\{\s*\});?\s*$/;
const OBJECT = /^(?:module\.exports\s*=|export\s+default)\s*\(?\{\s*$/;

/**
 * What stands before the functions of a migration and belongs before those of the next one: directives, what is imported from the tool
 * itself, and the line that opens an exported object. Helpers and other imports are the old migration's own affair.
 */
export function preambleOf(text: string, module: string): readonly string[] {
  const kept = { imports: [] as string[], others: [] as string[] };
  const lines = text.split(/\r?\n/);
  let comment: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const isComment = /^\s*(?:\/\*\*|\*)/.test(line);
    if (isComment) { comment.push(line); continue; }
    if (/^import\b/.test(line) || /\brequire\(/.test(line)) {
      const statement = importAt(lines, i);
      i += statement.length - 1;
      if (comesFrom(statement, module)) kept.imports.push(...statement);
    } else if (DIRECTIVE.test(line)) kept.imports.push(line);
    else if (SHORTHANDS.test(line)) kept.others.push(...comment, line, '');
    else if (OBJECT.test(line)) kept.others.push(line);
    if (line.trim() !== '') comment = [];
  }
  return [...kept.imports, ...(kept.imports.length > 0 ? [''] : []), ...kept.others];
}

const comesFrom = (statement: readonly string[], module: string): boolean => new RegExp(`(?:from\\s*|require\\(\\s*)['"]${module}['"]`).test(statement.join(' '));

/** An import's lines, down to the one that names its module. */
function importAt(lines: readonly string[], at: number): readonly string[] {
  const end = lines.slice(at, at + 40).findIndex((line) => /['"][^'"]+['"]\)?;?\s*$/.test(line));
  return lines.slice(at, at + Math.max(end, 0) + 1);
}
