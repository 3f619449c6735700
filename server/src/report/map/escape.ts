/** Longer pieces of a workspace are cut: a page is read by people, and a name of a megabyte is no name. In UTF-16 units. */
const longest = 400;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text of a workspace as text of a page, in content and in quoted attributes. Control characters and those that turn the direction of writing (which can make
 * code look like other code) are shown by their numbers; halves of pairs, which no encoding takes, by the replacement character.
 */
export const esc = (text: string): string =>
  cut(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (c) => `\u27e8U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`).replace(/\p{Surrogate}/gu, '\ufffd').replace(/[&<>"']/g, (c) => entities[c] ?? c);

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
