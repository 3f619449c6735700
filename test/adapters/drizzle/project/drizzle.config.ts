import { defineConfig } from 'drizzle-kit';

const base = './src/db';

export default defineConfig({
  dialect: 'postgresql',
  schema: [`${base}/schema/index.ts`, './src/db/legacy.ts'],
  out: './migrations',
  casing: 'snake_case',
});
