import type { Site } from '../facts/finding.ts';

/** What tells a verdict and the site that was made of it to be the same. */
export const placeText = (path: string, rule: string, { span, message }: Pick<Site, 'span' | 'message'>): string => JSON.stringify([path, rule, span.start, span.end, message]);
