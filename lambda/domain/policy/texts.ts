import * as z from 'zod';

// Each pattern matches the empty text, too, so that `min(1)` alone complains about it.
export const text = z.string().min(1).max(256);
/** Text for people. The digest strips invisible characters, so at least one must be visible. */
export const words = text.regex(/[^\p{C}\p{Z}]|^$/u, 'has no visible character');
export const listOf = (item: z.ZodString) => z.array(item).min(1);

export const accountIds = listOf(text.regex(/^(\d{12}|)$/, 'must be an account id, 12 digits in quotes'));

export const ouIds = listOf(
  text.regex(
    // The pattern of a parent id in the API reference of Organizations.
    /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|)$/,
    'must be the id of an organizational unit or root, such as ou-ab12-11111111; a name matches nothing',
  ),
);
