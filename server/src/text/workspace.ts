/** What may be looked at of a workspace: paths (relative, with `/`) and their texts, nothing else. `text` is null for a path that is not there. */
export interface WorkspaceView { readonly paths: readonly string[]; readonly text: (path: string) => string | null }
