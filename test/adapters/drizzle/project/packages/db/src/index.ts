export * from './schema';
export { and, eq } from 'drizzle-orm';
