/** Longer pieces of a workspace are cut: a page is read by people, and a name of a megabyte is no name. In UTF-16 units. */
const longest = 400;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text of a workspace as text of a page, in content and in quoted attributes. Control characters and those that turn the direction of writing (which can make
 * code look like other code) are shown by their numbers; halves of pairs, which no encoding takes, by the replacement character.
 */
export const esc = (text: string): string =>
  cut(text).replace(strange, (c) => `⟨U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`).replace(/\p{Surrogate}/gu, '\ufffd').replace(/[&<>"']/g, (c) => entities[c] ?? c);

const strange = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
