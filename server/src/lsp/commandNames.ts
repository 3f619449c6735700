/** The commands that code actions carry and clients may run; docs/PROTOCOL.md describes them. */
export const commandNames = {
  generateMigration: 'sargable.generateMigration',
  explain: 'sargable.explain',
  showRule: 'sargable.showRule',
} as const;
