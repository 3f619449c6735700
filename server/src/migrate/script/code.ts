import type { ScriptShape } from './shape.ts';

/** A text as a string of the script's kind, or as a template where it has that quote in it. */
export function stringIn({ quote }: Pick<ScriptShape, 'quote'>, text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return escaped.includes(quote) ? `\`${forTemplate(text)}\`` : quote + escaped + quote;
}

/** A text as it stands inside a template. */
export const forTemplate = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');

export const listIn = (shape: Pick<ScriptShape, 'quote'>, items: readonly string[]): string => `[${items.map((item) => stringIn(shape, item)).join(', ')}]`;

/** A member's name as an object literal has it. */
export const objectIn = (members: readonly (readonly [string, string | null])[]): string => `{ ${members.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`])).join(', ')} }`;
