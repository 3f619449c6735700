import type { Project } from './project.ts';

/** JSON Schema, as far as tools need it. */
export interface Schema { readonly type?: string; readonly description?: string; readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]; readonly items?: Schema; readonly enum?: readonly string[]; readonly minimum?: number; readonly additionalProperties?: boolean; readonly anyOf?: readonly Schema[] }

/** What an agent may ask. The same tools are told over the Model Context Protocol and as language-model tools of the editor. They read, and change nothing. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the model: what it gives and when to ask for it. */
  readonly description: string;
  readonly input: Schema;
  readonly output: Schema;
  /** @throws ToolError */
  readonly run: (args: Arguments, projects: Projects) => Answer;
}

export type Arguments = Readonly<Record<string, unknown>>;
/** `text` says the same as `data`, to be read. */
export interface Answer { readonly text: string; readonly data: Readonly<Record<string, unknown>> }

/** The folders that are open, each read as it is now. */
export interface Projects {
  /** The project that a path lies in (the first one without a path), and the path within it. @throws ToolError where it lies in none */
  readonly at: (path: string | null) => { readonly project: Project; readonly path: string };
}

/** Something that was asked wrongly, said in one line to who asked. */
export class ToolError extends Error {}

/** A text argument; null where it was left out. */
export function textArgument(args: Arguments, name: string): string | null {
  const value = args[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new ToolError(`${name} must be a text.`);
  return value;
}

/** A whole number from 1. */
export function numberArgument(args: Arguments, name: string): number | null {
  const value = args[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) throw new ToolError(`${name} must be a whole number from 1.`);
  return value;
}

/** What was given that no such argument is there for is a mistake worth hearing of. */
export function onlyKnown(args: Arguments, { properties = {} }: Schema): void {
  const other = Object.keys(args).find((name) => !Object.hasOwn(properties, name));
  if (other !== undefined) throw new ToolError(`There is no argument ${JSON.stringify(other)}; there are ${Object.keys(properties).join(', ')}.`);
}

/** The first of many, and how many more there are. */
export const cut = <T>(items: readonly T[], most: number): { readonly shown: readonly T[]; readonly more: number } => ({ shown: items.slice(0, most), more: Math.max(0, items.length - most) });

export const moreText = (more: number, of: string): readonly string[] => (more === 0 ? [] : [`${more} more ${of} not shown.`]);
