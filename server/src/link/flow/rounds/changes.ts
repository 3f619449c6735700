import type { RoundsInput } from '../rounds.ts';
import { everyExpr } from './walk.ts';

/** Methods of models and repositories that write, by whatever way: what they send need not be known as a statement. */
const writes = new Set(['save', 'upsert', 'insert', 'persist', 'destroy', 'create', 'commit', 'flush', 'bulk_create', 'saveAll', 'save_all']);

/** Whether something in a round may write, so that what is read next may differ from what was read before. */
export const writesSomething = ({ body }: RoundsInput): boolean => everyExpr([], body).some((e) => e.e === 'call' && e.of.e === 'attr' && writes.has(e.of.name));
