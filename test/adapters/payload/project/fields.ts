import type { Field } from 'payload';

export const seo: Field[] = [
  { name: 'seoTitle', type: 'text' },
  { name: 'seoKey', type: 'text', index: true },
];
