import { and, desc, eq, gte, inArray, lte, type SQL } from 'drizzle-orm';
import { db } from '../db/client.ts';
import { authors, books } from '../db/schema.ts';

export async function bookByIsbn(isbn: string) {
  const [book] = await db.select().from(books).where(eq(books.isbn, isbn)).limit(1);
  return book;
}

export function booksByIds(ids: number[]) {
  return db.select().from(books).where(inArray(books.id, ids));
}

export function booksOfAuthor(authorId: number) {
  return db.select().from(books)
    .where(eq(books.authorId, authorId))
    .orderBy(desc(books.publishedOn));
}

export function booksOfAuthorSlug(slug: string) {
  return db.select({ id: books.id, title: books.title, author: authors.name })
    .from(authors)
    .innerJoin(books, eq(books.authorId, authors.id))
    .where(eq(authors.slug, slug));
}

/** The shop window: the newest books of all. */
export function newestBooks() {
  return db.select().from(books)
    .orderBy(desc(books.publishedOn))
    .limit(24);
}

export function booksOfPublisher(publisherId: number, price: { from?: number; to?: number }) {
  const conditions: SQL[] = [eq(books.publisherId, publisherId)];
  if (price.from !== undefined) conditions.push(gte(books.priceCents, price.from));
  if (price.to !== undefined) conditions.push(lte(books.priceCents, price.to));
  return db.select().from(books).where(and(...conditions));
}
