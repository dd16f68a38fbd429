import * as z from 'zod';
import { isUserName, type UserIdentity } from '../domain/identity';
import type { Instant } from '../domain/instant';

/** IAM's dates have no fraction of a second; ours must not have one either, for they are compared. */
export const IamDate = z.date().transform((date): Instant => Math.floor(date.getTime() / 1000) * 1000);

/** A user as GetUser and GetAccountAuthorizationDetails describe it, checked. */
export const IamUser = z
  .object({
    UserName: z.string().refine(isUserName),
    Arn: z.string().min(1),
    Path: z.string().startsWith('/'),
    CreateDate: IamDate,
    PasswordLastUsed: IamDate.optional(),
    // IAM leaves the element out for a user without tags.
    Tags: z
      .array(z.object({ Key: z.string().min(1), Value: z.string() }))
      .refine((tags) => new Set(tags.map(({ Key }) => Key.toLowerCase())).size === tags.length, {
        // IAM does not let two keys differ in case alone; of two, the one that exempts could be lost.
        error: 'a tag is given twice',
      })
      .default([]),
  })
  .transform((user) => ({
    identity: {
      name: user.UserName,
      arn: user.Arn,
      path: user.Path,
      createdAt: user.CreateDate,
    } satisfies UserIdentity,
    tags: new Map(user.Tags.map((tag) => [tag.Key, tag.Value])) as ReadonlyMap<string, string>,
    passwordLastUsed: user.PasswordLastUsed ?? ('never' as const),
  }));
export type IamUser = z.infer<typeof IamUser>;
