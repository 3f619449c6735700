import type { Span } from '../../../text/span.ts';
import type { FlatTree } from '../../flat-tree.ts';

/** A program being made of a tree: places get their numbers in document order, so that they stay when the code moves. */
export interface Making { readonly tree: FlatTree; readonly places: Span[]; /** How many nodes may still become expressions or steps. */ budget: number }

/** The number of a place. */
export const placed = (making: Making, span: Span): number => making.places.push(span) - 1;
