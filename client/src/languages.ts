/** What the server reads, by the editor's names. */
export const languages: readonly string[] = ['sql', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'];
