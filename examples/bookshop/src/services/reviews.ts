import { avg, desc, eq } from 'drizzle-orm';
import { db } from '../db/client.ts';
import { books, reviews } from '../db/schema.ts';

/** What the page of a book shows below its price. */
export function reviewsOfBook(bookId: number) {
  return db.select().from(reviews)
    .where(eq(reviews.bookId, bookId))
    .orderBy(desc(reviews.createdAt))
    .limit(20);
}

export function ratingsOfAuthor(authorId: number) {
  return db.select({ bookId: books.id, rating: avg(reviews.rating) })
    .from(books)
    .leftJoin(reviews, eq(reviews.bookId, books.id))
    .where(eq(books.authorId, authorId))
    .groupBy(books.id);
}

export function countReviewsOf(customerId: string) {
  return db.$count(reviews, eq(reviews.customerId, customerId));
}

export async function removeReview(id: number) {
  await db.delete(reviews).where(eq(reviews.id, id));
}
