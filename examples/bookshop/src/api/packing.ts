import { customerById } from '../services/accounts.ts';
import { itemsOfOrder, ordersToPack } from '../services/orders.ts';

/** What the packing table shows: each order with what is in it and whom it goes to. */
export async function packingList(_request: Request): Promise<Response> {
  const list = [];
  for (const order of await ordersToPack()) {
    const items = await itemsOfOrder(order.id);
    const customer = await customerById(order.customerId);
    list.push({ order: order.id, items, to: customer?.name });
  }
  return Response.json(list);
}
