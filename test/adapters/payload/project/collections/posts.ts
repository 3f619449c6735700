import type { CollectionConfig } from 'payload';

export const Posts: CollectionConfig = {
  slug: 'posts',
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', required: true },
    { name: 'slug', type: 'text', unique: true, index: true },
    { name: 'publishedAt', type: 'date', index: true },
    { type: 'row', fields: [{ name: 'section', type: 'text' }, { name: 'priority', type: 'number' }] },
    {
      type: 'tabs',
      tabs: [
        { label: 'Body', fields: [{ name: 'body', type: 'textarea' }, { name: 'hero', type: 'upload', relationTo: 'media' }] },
        { name: 'meta', fields: [{ name: 'title', type: 'text' }, { name: 'canonicalURL', type: 'text', index: true }] },
      ],
    },
    { name: 'source', type: 'group', fields: [{ name: 'feedId', type: 'text' }, { name: 'owner', type: 'relationship', relationTo: 'authors' }] },
    { name: 'author', type: 'relationship', relationTo: 'authors' },
    { name: 'categories', type: 'select', hasMany: true, options: ['news', 'sport'] },
    { name: 'related', type: 'relationship', relationTo: 'posts', hasMany: true },
    { name: 'keywords', type: 'text', hasMany: true },
    { name: 'scores', type: 'number', hasMany: true, index: true },
    { name: 'links', type: 'array', fields: [{ name: 'url', type: 'text' }, { name: 'kind', type: 'select', options: ['in', 'out'] }, { name: 'target', type: 'relationship', relationTo: 'posts' }] },
    { name: 'layout', type: 'blocks', blocks: [{ slug: 'callToAction', fields: [{ name: 'label', type: 'text' }] }, { slug: 'quote', dbName: 'quotes', fields: [{ name: 'words', type: 'textarea', index: true }] }] },
    { name: 'featured', type: 'checkbox' },
    { name: 'extra', type: 'json' },
    { name: 'shown', type: 'text', virtual: true },
  ],
};
