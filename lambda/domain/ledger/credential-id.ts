import type { Credential } from '../credential';
import { type Instant, utcSecond } from '../instant';

/** `<userArn>@<userCreated>`. The time is needed, because a recreated user has the same name and ARN. */
export function userId(arn: string, createdAt: Instant): string {
  return `${arn}@${utcSecond(createdAt)}`;
}

/**
 * The ledger's id of a credential: `<userArn>@<userCreated>/password` or `.../key@<keyCreated>`, because the report has
 * no key ids. A twin's id ends in `#` and its last use, such as `#never` (docs/design.md §5.8). Undefined when a
 * creation time is not known.
 */
export function credentialId(credential: Credential): string | undefined {
  const cached = CACHE.get(credential);
  if (cached !== undefined) return cached;
  const id = idOf(credential);
  if (id !== undefined) CACHE.set(credential, id);
  return id;
}

/** A run needs each id in several steps. */
const CACHE = new WeakMap<Credential, string>();

function idOf(credential: Credential): string | undefined {
  const { arn, createdAt } = credential.user;
  if (createdAt === undefined) return undefined;
  if (credential.kind === 'password') return `${userId(arn, createdAt)}/password`;
  return credential.createdAt === undefined
    ? undefined
    : `${userId(arn, createdAt)}/key@${utcSecond(credential.createdAt)}${credential.hasTwin ? `#${credential.lastUse}` : ''}`;
}

/** Parses a ledger id; undefined when the text is not one. */
export function parseCredentialId(id: string):
  | {
      readonly user: string;
      readonly userName: string;
      readonly keyCreated: Instant | undefined;
      readonly twin: string | undefined;
    }
  | undefined {
  const match = /^(?<user>.+@[^/@]+)\/(?:password|key@(?<created>[^/@#]+)(?:#(?<twin>[^/@#]+))?)$/.exec(
    id,
  )?.groups;
  const user = match?.['user'];
  if (user === undefined) return undefined;
  const created = match?.['created'];
  const arn = user.slice(0, user.lastIndexOf('@'));
  return {
    user,
    userName: arn.slice(arn.lastIndexOf('/') + 1),
    keyCreated: created === undefined ? undefined : Date.parse(created),
    twin: match?.['twin'],
  };
}
