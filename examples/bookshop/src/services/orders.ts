import { and, asc, desc, eq } from 'drizzle-orm';
import { db } from '../db/client.ts';
import { orderItems, orders } from '../db/schema.ts';

export function orderWithItems(id: number) {
  return db.query.orders.findFirst({
    where: eq(orders.id, id),
    with: { customer: true, items: { with: { book: true } } },
  });
}

export function ordersOfCustomer(customerId: string, page: number) {
  return db.select().from(orders)
    .where(eq(orders.customerId, customerId))
    .orderBy(desc(orders.placedAt))
    .limit(20)
    .offset(page * 20);
}

/** The packing table's list, oldest first. */
export function ordersToPack() {
  return db.select().from(orders)
    .where(eq(orders.status, 'pending'))
    .orderBy(asc(orders.placedAt));
}

export function itemsOfOrder(orderId: number) {
  return db.select().from(orderItems).where(eq(orderItems.orderId, orderId));
}

export async function orderByTrackingCode(code: string) {
  const [order] = await db.select().from(orders).where(eq(orders.trackingCode, code));
  return order;
}

export function salesOfBook(bookId: number) {
  return db.select({ orderId: orderItems.orderId, quantity: orderItems.quantity })
    .from(orderItems)
    .where(eq(orderItems.bookId, bookId));
}

export async function changeQuantity(orderId: number, bookId: number, quantity: number) {
  await db.update(orderItems).set({ quantity })
    .where(and(eq(orderItems.orderId, orderId), eq(orderItems.bookId, bookId)));
}
