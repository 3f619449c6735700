// TextMate grammars that are injected into the strings of TypeScript and JavaScript: SQL in tagged templates, in marked strings and in the arguments of known calls.
//
// Every region begins and ends inside a string of the host, without taking its quotes: the host reads its own brackets, tags and ends as ever, so that
// nothing of ours can run on behind them.
import { behind, escaped, INDENTS, region, SQL, whole } from './places.mjs';
import { MARK, sqlBody, STATEMENT } from './sql.mjs';

/**
 * What stands before an opening quote, by how much it says. Oniguruma wants each alternative to have one length.
 * - `sure`: a tag, or a comment that marks
 * - `call`: the bracket of a known call
 * - `weak`: a type argument before the bracket or the template (`query<Row>(`), or nothing but the line's start: the argument of a call on the line above
 */
function leads(quote, tags) {
  const named = (kind) => tags.filter((tag) => tag.kind === kind).map((tag) => tag.name);
  const comments = named('comment').flatMap((name) => [name, name.toUpperCase()]).flatMap((name) => [`/\\* ${name} \\*/ `, `/\\* ${name} \\*/`, `/\\*${name}\\*/ `, `/\\*${name}\\*/`]);
  const tagged = quote === '`' ? named('tag').map((name) => (/^sql$/i.test(name) ? '(?i:sql)' : escaped(name))) : [];
  const calls = named('call').flatMap((name) => [String.raw`\.${escaped(name)}\(`, String.raw`\.${escaped(name)}\( `]);
  const weak = [String.raw`>\(`, ...(quote === '`' ? ['>'] : []), ...INDENTS.map((indent) => `^${indent}`)];
  const all = (texts) => behind([...new Set(texts)].map((text) => text + quote));
  return { sure: all([...comments, ...tagged]), call: all(calls), weak: all(weak) };
}

/** Rules for the inside of a string that ends on its own line. */
function quotedRules(quote, body, tags) {
  const { sure, call, weak } = leads(quote, tags);
  // While it is being typed it has no end yet, and the host alone knows how to go on then.
  const closed = String.raw`(?=[^${quote}\\]*(?:\\.[^${quote}\\]*)*${quote})(?!${quote})`;
  return [
    region(`${sure}${closed}`, quote, body), region(String.raw`\G${MARK}${closed}`, quote, body),
    region(`${call}${STATEMENT}${closed}`, quote, body), region(`${weak}${STATEMENT}${whole(quote)}${closed}`, quote, body),
  ];
}

/** Rules for the inside of a template. Where its first line is empty, the second one decides. */
function templateRules(body, tags) {
  const { sure, call, weak } = leads('`', tags);
  const undecided = (lead, decides) => ({
    begin: `${lead}$`, end: '(?=`)',
    patterns: [region(`^${decides}`, '`', body), { begin: String.raw`^(?=\s*\S)`, end: '(?=`)', patterns: [{ include: '#host' }] }],
  });
  return [
    region(`${sure}(?!\`)`, '`', body), region(String.raw`\G${MARK}`, '`', body), region(String.raw`^(?=\s*--\s*(?i:sql)\s*$)`, '`', body),
    region(`${call}${STATEMENT}`, '`', body), region(`${weak}${STATEMENT}${whole('`')}`, '`', body), undecided(call, STATEMENT), undecided(weak, STATEMENT + whole('`')),
  ];
}

/** @param host the `scope` of its grammar and the `suffix` of its scopes; @param tags what the adapters read */
export function scriptGrammar({ scope, suffix, title }, tags) {
  const [template, hole] = [`string.template.${suffix}`, `meta.template.expression.${suffix}`];
  const escapes = { include: `${scope}#string-character-escape` };
  return {
    name: `SQL in ${title}`, scopeName: `inline.sargable.sql.${suffix}`, fileTypes: [],
    // A string by itself, and one in a hole of a template; in SQL itself only its own rules hold.
    injectionSelector: [
      `L:${template} - ${hole} - ${SQL}`, `L:${hole} ${template} - (${hole} ${template} ${SQL}) - (${hole} ${template} ${hole})`,
      ...['single', 'double'].map((kind) => `L:string.quoted.${kind}.${suffix} - (string.quoted.${kind}.${suffix} ${SQL})`),
    ].join(', '),
    patterns: [...templateRules('in-template', tags), ...quotedRules("'", 'in-single', tags), ...quotedRules('"', 'in-double', tags)],
    repository: {
      host: { patterns: [{ include: `${scope}#template-substitution-element` }, escapes] },
      'in-template': { patterns: sqlBody('`', ["'", '"'], [{ include: '#host' }]) },
      'in-single': { patterns: sqlBody("'", ['"', '`'], [escapes]) },
      'in-double': { patterns: sqlBody('"', ["'", '`'], [escapes]) },
    },
  };
}
