import { pgTableCreator } from 'drizzle-orm/pg-core';

const prefix = 'app';

export const createTable = pgTableCreator((name) => `${prefix}_${name}`);
