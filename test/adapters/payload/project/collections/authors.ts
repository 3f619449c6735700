import type { CollectionConfig } from 'payload';
import { seo } from '../fields.ts';

export const Authors: CollectionConfig = {
  slug: 'authors',
  fields: [
    { name: 'fullName', type: 'text', required: true },
    { name: 'email', type: 'email', unique: true },
    { name: 'portrait', type: 'upload', relationTo: 'media' },
    ...seo,
  ],
};
