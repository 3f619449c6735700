/** The slug in the style of another name behind its separator: `add-scenes-index` after `001-init` or `add-users`, `AddScenesIndex` after capitals, else as it is. */
export function likeName(slug: string, example: string, separator = '_'): string {
  if ((separator + example).includes('-') && !example.includes('_')) return slug.replaceAll('_', '-');
  if (/^[A-Z][A-Za-z0-9]*$/.test(example)) return pascal(slug);
  if (/^[a-z]+[A-Z][A-Za-z0-9]*$/.test(example)) return pascal(slug).replace(/^./, (first) => first.toLowerCase());
  if (/^[A-Z][a-z]+(_[A-Z]?[a-z0-9]+)+$/.test(example)) return slug.replace(/^./, (first) => first.toUpperCase());
  if (example.includes(' ')) return slug.replaceAll('_', ' ');
  return slug;
}

const pascal = (slug: string): string => slug.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
