import type { WriteInput } from '../../adapter.ts';
import type { TextEdit } from '../../../text/span.ts';

export function writeIndex(_input: WriteInput): readonly TextEdit[] | null { return null; }
