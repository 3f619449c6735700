import { relations, sql } from 'drizzle-orm';
import { date, index, integer, pgEnum, pgTable, primaryKey, serial, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const orderStatus = pgEnum('order_status', ['pending', 'paid', 'shipped', 'cancelled']);

export const publishers = pgTable('publishers', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
});

export const authors = pgTable('authors', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
});

export const books = pgTable(
  'books',
  {
    id: serial('id').primaryKey(),
    isbn: text('isbn').notNull().unique(),
    title: text('title').notNull(),
    authorId: integer('author_id').notNull().references(() => authors.id),
    publisherId: integer('publisher_id').notNull().references(() => publishers.id),
    publishedOn: date('published_on').notNull(),
    priceCents: integer('price_cents').notNull(),
  },
  (t) => [index('books_author_id_published_on_idx').on(t.authorId, t.publishedOn)],
);

export const customers = pgTable('customers', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const sessions = pgTable(
  'sessions',
  {
    token: text('token').primaryKey(),
    customerId: uuid('customer_id').notNull().references(() => customers.id, { onDelete: 'cascade' }),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (t) => [
    index('sessions_customer_id_idx').on(t.customerId),
    index('sessions_expires_at_idx').on(t.expiresAt),
  ],
);

export const orders = pgTable(
  'orders',
  {
    id: serial('id').primaryKey(),
    customerId: uuid('customer_id').notNull().references(() => customers.id),
    status: orderStatus('status').notNull().default('pending'),
    trackingCode: text('tracking_code'),
    placedAt: timestamp('placed_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index('orders_customer_id_placed_at_idx').on(t.customerId, t.placedAt),
    index('orders_pending_placed_at_idx').on(t.placedAt).where(sql`${t.status} = 'pending'`),
  ],
);

export const orderItems = pgTable(
  'order_items',
  {
    orderId: integer('order_id').notNull().references(() => orders.id, { onDelete: 'cascade' }),
    bookId: integer('book_id').notNull().references(() => books.id),
    quantity: smallint('quantity').notNull().default(1),
    unitCents: integer('unit_cents').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.bookId] })],
);

export const reviews = pgTable('reviews', {
  id: serial('id').primaryKey(),
  bookId: integer('book_id').notNull().references(() => books.id, { onDelete: 'cascade' }),
  customerId: uuid('customer_id').notNull().references(() => customers.id, { onDelete: 'cascade' }),
  rating: smallint('rating').notNull(),
  body: text('body'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const stockMovements = pgTable(
  'stock_movements',
  {
    id: serial('id').primaryKey(),
    bookId: integer('book_id').notNull().references(() => books.id),
    delta: integer('delta').notNull(),
    movedAt: timestamp('moved_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index('stock_movements_book_id_moved_at_idx').on(t.bookId, t.movedAt)],
);

export const booksRelations = relations(books, ({ one, many }) => ({
  author: one(authors, { fields: [books.authorId], references: [authors.id] }),
  publisher: one(publishers, { fields: [books.publisherId], references: [publishers.id] }),
  reviews: many(reviews),
}));

export const ordersRelations = relations(orders, ({ one, many }) => ({
  customer: one(customers, { fields: [orders.customerId], references: [customers.id] }),
  items: many(orderItems),
}));

export const orderItemsRelations = relations(orderItems, ({ one }) => ({
  order: one(orders, { fields: [orderItems.orderId], references: [orders.id] }),
  book: one(books, { fields: [orderItems.bookId], references: [books.id] }),
}));

export const reviewsRelations = relations(reviews, ({ one }) => ({
  book: one(books, { fields: [reviews.bookId], references: [books.id] }),
}));
