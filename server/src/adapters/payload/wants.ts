/** What a file must say to be parsed for Payload: that it declares something of its configuration, or calls its Local API. Cheap: it sees every file's text. */
export const wants = (text: string): boolean => text.includes('ayload') && (declares(text) || calls(text)) && !isSpecification(text);

/** The types that tell; `from 'payload'` alone is in every hook and component. */
const DECLARATION = /(?::|\bsatisfies|\bas)\s*(?:Collection|Global)Config\b|\.(?:Collection|Global)Config\s*\}/;
const SLUG = /^(?!\s*(?:\*|\/\/)).*\bslug:\s*(?:['"`]|\w*slug)/im;
const CONFIGURATION = /\bbuildConfig\w*\s*\(/;
const FIELDS = /\bconst\s+\w+\s*:\s*Field(?:\[\])?\s*=/;

/** Whether collections, globals, fields of theirs or a configuration may stand in a text. */
export const declares = (text: string): boolean => FIELDS.test(text) || (text.includes('buildConfig') && CONFIGURATION.test(text)) || (text.includes('fields') && DECLARATION.test(text) && SLUG.test(text));

/** On a line that is none of a comment with stars. */
const CALL = /^(?!\s*\*).*(?:ayload(?:!?\??\.db)?!?\??\.(?:find|count|create|update|delete)\w*\s*\(\s*\{|\bawait\s+getPayload\w*\()/m;

/** A collection, be it one that is chosen at run time: then it is known only that a statement is sent. */
const NAMED = /\b(?:collection|slug)\s*[:,}]/;

/** Whether the Local API may be called in a text. */
export const calls = (text: string): boolean => NAMED.test(text) && (text.includes('ayload.') || text.includes('getPayload') || text.includes('ayload!') || text.includes('ayload?')) && CALL.test(text);

/** Test suites: their queries would be read and not judged, and they are as long as all the rest. */
const isSpecification = (text: string): boolean => SPECIFICATION.test(text.slice(0, 4000));
const SPECIFICATION = /from\s+['"](?:vitest|@playwright\/test|@jest\/globals|node:test)['"]/;
