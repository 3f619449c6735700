import config from '@payload-config';
import { getPayload } from 'payload';
import { Posts } from '../collections/posts.ts';

export async function bySlug(slug: string) {
  const payload = await getPayload({ config });
  return await payload.find({ collection: 'posts', where: { slug: { equals: slug } }, limit: 1, pagination: false });
}

export async function bySection(section: string, page: number) {
  const payload = await getPayload({ config });
  return payload.find({ collection: 'posts', where: { section: { equals: section } }, sort: '-publishedAt', limit: 20, page });
}

export async function byFeed(feed: string, req: { payload: Awaited<ReturnType<typeof getPayload>> }) {
  return req.payload.find({ collection: Posts.slug, where: { and: [{ 'source.feedId': { equals: feed } }, { _status: { equals: 'published' } }] } });
}

export async function byAuthor(author: number, kind?: 'news' | 'sport') {
  const cms = await getPayload({ config });
  return cms.find({ collection: 'posts', where: { author: { equals: author }, ...(kind && { categories: { in: [kind] } }) }, depth: 0 });
}

export async function byAuthorsName(name: string) {
  const payload = await getPayload({ config });
  return payload.find({ collection: 'posts', where: { 'author.fullName': { equals: name } } });
}

export async function inCity(city: string, codes: string[]) {
  const payload = await getPayload({ config });
  const { totalDocs } = await payload.count({ collection: 'events', where: { city: { equals: city }, venueCode: { in: codes } } });
  return totalDocs;
}

export async function byCredit(credit: string) {
  const payload = await getPayload({ config });
  return payload.db.findOne({ collection: 'media', where: { credit: { equals: credit } } });
}

export async function search(words: string) {
  const payload = await getPayload({ config });
  return payload.find({ collection: 'posts', where: { or: [{ title: { like: words } }, { body: { contains: words } }] }, limit: 0 });
}

export async function forget(nickname: string) {
  const payload = await getPayload({ config });
  await payload.delete({ collection: 'users', where: { nickname: { equals: nickname } } });
  await payload.update({ collection: 'users', id: 1, data: {} });
  return payload.findGlobal({ slug: 'header' });
}

export async function versionsOf(parent: number) {
  const payload = await getPayload({ config });
  return payload.findVersions({ collection: 'posts', where: { parent: { equals: parent }, 'version.section': { equals: 'news' } }, sort: '-updatedAt' });
}

export async function keyed(key: string) {
  const payload = await getPayload({ config });
  return payload.find({ collection: 'authors', where: { seoKey: { equals: key } } });
}

export async function dynamic(collection: 'posts' | 'events', where: Record<string, unknown>) {
  const payload = await getPayload({ config });
  await payload.find({ collection, where });
  return payload.find({ collection: 'posts', where: { ...where, section: { exists: true } } });
}
