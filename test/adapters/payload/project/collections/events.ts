import type { CollectionConfig } from 'payload';

const eventsSlug = 'events';

export const Events: CollectionConfig = {
  slug: eventsSlug,
  dbName: 'calendar',
  defaultSort: '-startsAt',
  fields: [
    { name: 'startsAt', type: 'date', index: true },
    { name: 'city', type: 'text' },
    { name: 'venueCode', type: 'text' },
    { name: 'subject', type: 'relationship', relationTo: ['posts', 'authors'] },
  ],
  indexes: [{ fields: ['city', 'venueCode'] }],
};
