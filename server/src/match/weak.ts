import type { Column } from '../facts/catalog.ts';

/** A column of few values: a boolean, an enum, or one declared to hold one of a handful. A condition on it alone leaves most rows. */
export const isWeak = (column: Column | null | undefined): boolean => column?.type === 'bool' || column?.type === 'enum' || column?.few === true;
