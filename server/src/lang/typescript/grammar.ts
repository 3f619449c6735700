import type { CopyRules } from '../flat-tree.ts';

/** What is copied of the TypeScript and TSX grammars: types, strings and the like are taken from the text where they are needed. */
export const COPY_RULES: CopyRules = {
  tokens: new Set([
    'const', 'let', 'var', 'default', '*', 'import', 'type', 'typeof', 'void', 'delete', '!', '~', '+', '-', '/', '%', '**',
    '=', '+=', '||=', '&&=', '??=', '&&', '||', '??', '==', '===', '!=', '!==', '<', '<=', '>', '>=', '&', '|', '^', '<<', '>>', '>>>', 'in', 'of', 'instanceof',
  ]),
  leaves: new Set([
    'string', 'regex', 'comment', 'type_annotation', 'type_arguments', 'type_parameters', 'type_predicate_annotation', 'asserts_annotation', 'interface_declaration',
    'type_alias_declaration', 'implements_clause', 'extends_type_clause', 'jsx_text', 'html_comment', 'function_signature', 'method_signature', 'abstract_method_signature', 'enum_body',
    'hash_bang_line', 'accessibility_modifier', 'override_modifier', 'optional_chain', 'number', 'identifier', 'property_identifier', 'private_property_identifier',
  ]),
};

export const FUNCTIONS: ReadonlySet<string> = new Set(['function_declaration', 'generator_function_declaration', 'function_expression', 'generator_function', 'arrow_function', 'method_definition']);
export const CLASSES: ReadonlySet<string> = new Set(['class_declaration', 'abstract_class_declaration', 'class']);
/** What stands for the expression inside it. */
export const TRANSPARENT: ReadonlySet<string> = new Set(['parenthesized_expression', 'as_expression', 'satisfies_expression', 'non_null_expression', 'instantiation_expression', 'type_assertion']);
