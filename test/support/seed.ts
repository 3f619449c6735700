/**
 * What generated cases begin from: the same at every run, so that the tests tell the same of the same code. `SARGABLE_SEED=random` takes another each time,
 * and a number repeats what such a run has found.
 */
const { SARGABLE_SEED = '20260' } = process.env;
export const SEED = SARGABLE_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(SARGABLE_SEED);
