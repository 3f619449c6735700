/** A JSON object whose members are not known yet. */
export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A member as it stands; undefined when it, or the object, is missing. */
export const at = (object: JsonObject | undefined | null, key: string): unknown => object?.[key];

/** The object a text holds as JSON; null for anything else. */
export function parseObject(text: string | null): JsonObject | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** A member that is an object; null when it is missing or something else. */
export function objectAt(object: JsonObject, key: string): JsonObject | null {
  const value = object[key];
  return isObject(value) ? value : null;
}

/** As JSON.stringify prints it with two spaces, which is how drizzle-kit writes its files (no line end after the last brace). */
export const printJson = (value: JsonObject): string => JSON.stringify(value, null, 2);
