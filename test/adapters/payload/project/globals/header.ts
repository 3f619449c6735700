import type { GlobalConfig } from 'payload';

export const Header: GlobalConfig = {
  slug: 'header',
  fields: [{ name: 'tagline', type: 'text' }, { name: 'navItems', type: 'array', fields: [{ name: 'label', type: 'text' }] }],
};
