import type { CopyRules } from '../flat-tree.ts';

/** What is copied of the Python grammar: operators are told apart by their tokens, strings by their quotes. */
export const COPY_RULES: CopyRules = {
  tokens: new Set([
    'and', 'or', 'not', 'in', 'is', 'not in', 'is not', '+', '-', '*', '/', '%', '//', '**', '@', '~', '<', '<=', '==', '!=', '>=', '>', '<>', '&', '|', '^', '<<', '>>',
    '+=', '-=', '*=', '/=', '%=', '//=', '**=', '@=', '&=', '|=', '^=', '<<=', '>>=',
  ]),
  leaves: new Set(['string_start', 'string_content', 'string_end', 'comment', 'identifier', 'integer', 'float', 'type_conversion', 'format_specifier', 'line_continuation', 'import_prefix', 'escape_sequence']),
};

export const FUNCTIONS: ReadonlySet<string> = new Set(['function_definition', 'lambda']);
export const CLASSES: ReadonlySet<string> = new Set(['class_definition']);
export const COMPREHENSIONS: ReadonlySet<string> = new Set(['list_comprehension', 'set_comprehension', 'dictionary_comprehension', 'generator_expression']);
/** What stands for the expression inside it. */
export const TRANSPARENT: ReadonlySet<string> = new Set(['parenthesized_expression', 'expression_statement']);

/** A method's first parameter by convention: in the host-neutral form both are `this`. */
export const isSelf = (name: string): boolean => name === 'self' || name === 'cls';
