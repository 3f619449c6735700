import type { Repeater } from '../../link/flow/summary.ts';

/** Lists that hold a handful in every application. */
const SHORT = /^(days|weekdays|months|weeks|quarters|hours|locales|localeCodes|locale_codes|languages|langs|currencies|steps|stages|phases|modes|periods|intervals|environments|envs|severities|priorities)$/i;

/** Lists that do so in most. */
const MOSTLY_SHORT = /^(types|kinds|statuses|states|levels|columns|fields|attributes|tables|models|formats|sizes|options|settings|providers|channels|strategies|plugins|flags|ranges|buckets|categories|regions|roles|adapters|services|metrics|directions)$/i;

/** The same behind other words: `allLocales`, `orderableFieldNames`. */
const ENDS_SHORT = /(Locales|_locales|LocaleCodes|_locale_codes|Languages|_languages|Currencies|_currencies|FieldNames|_field_names|ColumnNames|_column_names|TableNames|_table_names)$/;

/** What stands in a configuration, or is a constant of the program's: `app.config.globals`, `settings.PROVIDERS`, `SERVICE_TYPES`. */
const CONFIGURED = /(^|\.)_?(config|configuration|sanitizedConfig|settings|constants)\.|(^|\.)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** A class or type that is gone over is an enumeration: `Subscription.Type`, `Object.values(OrderStatus)`. */
const ENUMERATION = /(^|\.)[A-Z][a-z]\w*$/;

/** Whether a repeater goes over a handful of things by its name. Rows of a table are as many as there are, whatever they are called. */
export function isShortList({ name, over }: Repeater): boolean {
  if (over !== null) return false;
  return SHORT.test(name.split('.').at(-1) ?? '') || ENDS_SHORT.test(name) || CONFIGURED.test(name) || ENUMERATION.test(name);
}

/** The last word of the last name: `fields` of `collection.flattenedFields`. */
const lastWord = (name: string): string => /[A-Za-z][a-z]*$/.exec(name)?.[0] ?? '';

export const isMostlyShort = (loop: Repeater): boolean => isShortList(loop) || MOSTLY_SHORT.test(lastWord(loop.name)) || SHORT.test(lastWord(loop.name));
