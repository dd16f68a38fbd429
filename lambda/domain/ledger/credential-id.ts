import type { Credential } from '../credential';
import { type Instant, utcSecond } from '../instant';

/** Of the user, whose name and ARN alone a successor may have. */
export function userId(arn: string, createdAt: Instant): string {
  return `${arn}@${utcSecond(createdAt)}`;
}

/**
 * `<userArn>@<userCreated>/password` or `.../key@<keyCreated>`: what the ledger knows a credential by, since a
 * credential report has no key ids. Of two keys of the same second the last use is part of it, `...#never`. Undefined when a creation time is not known.
 */
export function credentialId(credential: Credential): string | undefined {
  const known = KNOWN.get(credential);
  if (known !== undefined) return known;
  const id = idOf(credential);
  if (id !== undefined) KNOWN.set(credential, id);
  return id;
}

/** Asked for at each step of a sweep. */
const KNOWN = new WeakMap<Credential, string>();

function idOf(credential: Credential): string | undefined {
  const { arn, createdAt } = credential.user;
  if (createdAt === undefined) return undefined;
  if (credential.kind === 'password') return `${userId(arn, createdAt)}/password`;
  return credential.createdAt === undefined
    ? undefined
    : `${userId(arn, createdAt)}/key@${utcSecond(credential.createdAt)}${credential.hasTwin ? `#${credential.lastUse}` : ''}`;
}

/** What an id says, the other way round; undefined when it is none of ours. */
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
