import type { QualifiedName } from '../facts/schema.ts';

const NAME = String.raw`(?:"[^"]+"|[\w$\u0080-\uffff]+)`;
const QUALIFIED = String.raw`(${NAME}(?:\s*\.\s*${NAME})?)`;
const TABLE = new RegExp(String.raw`^\s*(?:create\s+(?:(?:global|local|temp|temporary|unlogged|foreign|virtual)\s+)*table\s+(?:if\s+not\s+exists\s+)?|alter\s+(?:foreign\s+)?table\s+(?:if\s+exists\s+)?(?:only\s+)?)${QUALIFIED}`, 'i');
const INDEX = new RegExp(String.raw`^\s*create\s+(?:\w+\s+)?index\b[\s\S]*?\bon\s+(?:only\s+)?${QUALIFIED}`, 'i');
const DDL = /^\s*(?:create|alter|drop)\b/i;

/** The table that a DDL statement is about, by its first words, where no parser reads it; null when they do not say, undefined for what is no DDL. */
export function tableOfDdl(statement: string): QualifiedName | null | undefined {
  if (!DDL.test(statement)) return undefined;
  const found = (TABLE.exec(statement) ?? INDEX.exec(statement))?.[1];
  if (found === undefined) return null;
  const parts = found.split(/\s*\.\s*/).map((part) => (part.startsWith('"') ? part.slice(1, -1) : part.toLowerCase()));
  return { schema: parts.length > 1 ? (parts[0] ?? null) : null, name: parts[parts.length - 1] ?? '' };
}
