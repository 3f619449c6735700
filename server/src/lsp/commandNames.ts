/** The commands that code actions and lenses carry; docs/PROTOCOL.md describes them. */
export const commandNames = {
  generateMigration: 'sargable.generateMigration',
  explain: 'sargable.explain',
  showRule: 'sargable.showRule',
  writeFix: 'sargable.writeFix',
  showTable: 'sargable.showTable',
} as const;

/** Those that the server can run by itself. */
export const serverCommands: readonly string[] = [commandNames.generateMigration, commandNames.explain, commandNames.showRule];
