export * from './users.ts';
export * from './orgs.ts';
export * from './posts.ts';
export * from './relations.ts';
