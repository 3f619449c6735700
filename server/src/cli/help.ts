const GENERAL = `sargable: which queries no index serves

  sargable check [paths]     read the project and report; --fix makes the safe fixes
  sargable diff [commit]     what a change did to queries, indexes, loops and endpoints
  sargable schema [folder]   the tables and indexes that are known, and from where
  sargable migrate [folder]  write the missing indexes as a migration
  sargable mcp               serve these answers to an agent (Model Context Protocol)
  sargable rule <id>         the page of a rule
  sargable --version

Exit code: 0 clean, 1 findings, 2 usage or configuration, 3 an error of sargable's own.
sargable <command> --help says more. Configuration: sargable.jsonc, looked for upwards.
`;

const PAGES: Readonly<Record<string, string>> = {
  check: `sargable check [paths]

Without paths the folder it is run in. A path narrows what is reported, not what is read.

  --format F[=FILE]    text (default), json, sarif, github, gitlab, junit or html; may be repeated where files are named
  -o, --output FILE    the file of the one format that names none
  --baseline [FILE]    tell only what is not in the baseline (sargable.baseline.json, looked for upwards)
  --update-baseline    write the baseline: what stands now is known, what is gone goes
  --since REF          tell only what was not there where this branch left REF, in whatever file it shows
  --changed            the same for what stands in the folder and is not committed
  --staged             the same for what is staged, as it is staged
  --fail-on LEVEL      exit 1 from this severity on: error, warning (default), information, hint, never
  --max-warnings N     warnings fail only when there are more than N
  --unread             list the queries that were not understood, with the reason
  --quiet              findings alone, no summary
  --no-suppressed      leave out of SARIF what comments and the baseline silence (GitHub shows it as open)
  --fix                make the safe fixes of what is found; says what it changed and what needs a look. Creates no files
  --stdin              judge one text from stdin, in place of the file of its name
  --stdin-filename P   that name; it need not exist
  --print-config [P]   print what is configured for a file or folder, and where; nothing is judged

Reports are described in docs/CI.md, the JSON in docs/JSON.md.
`,
  diff: `sargable diff [commit] [paths]

What a change did: queries that lost or gained an index, new loops of queries, endpoints that send more, indexes that came or went and what rests on them.
Compares where the commit's history and yours part (by default that of the branch that others start from) with what stands in the folder.

  a..b, a...b          one commit against another; what b has since it parted from a
  --staged             what is staged against HEAD
  --format F           text (default), json, markdown: a comment for a pull request
  --fail-on WHAT       exit 1 for: lost, unserved, loops, endpoints, findings, any (may be repeated)
`,
  schema: `sargable schema [folder]

Tables, columns, indexes and foreign keys as they were read, with the file each comes from and what was not understood.

  --format text|json
  --table NAME         only this table
`,
  migrate: `sargable migrate [folder]

Writes the open indexes as one migration in the project's own way, and into the models where they keep indexes.

  --dry-run            print what would be written, and write nothing
  --only NAME          only this index, or the indexes of this table (may be repeated)
`,
  mcp: `sargable mcp

Serves an agent over stdin and stdout (Model Context Protocol): check, schema, explain, propose_index, query_budget. It reads, and writes nothing.

  --root FOLDER        the folder that is worked on (may be repeated); without it what the client says, else the one it is run in
`,
  rule: `sargable rule <id>

Prints a rule's page; without an id, the list of rules.
`,
};

export const helpText = (command: string | null): string => (command === null ? GENERAL : (PAGES[command] ?? GENERAL));
