/** The little of the `pg` package that tests use; it comes without types. */
declare module 'pg' {
  export class Client {
    constructor(options: { readonly host: string; readonly database: string; readonly user: string });
    connect(): Promise<void>;
    query(sql: string): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
    end(): Promise<void>;
    on(event: 'error', listener: (error: Error) => void): void;
  }
  export class Pool {
    constructor(options: { readonly host: string; readonly database: string; readonly user: string; readonly max: number });
    readonly options: object;
    connect(): Promise<never>;
    end(): Promise<void>;
  }
}
