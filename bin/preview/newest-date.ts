import type { Instant } from '../../lambda/domain/instant';
import type { CredentialReport, Moment, UserFacts } from '../../lambda/domain/report/facts';

/** The latest thing that a report says of any user; undefined where it says nothing. */
export function newestDate({ users }: CredentialReport): Instant | undefined {
  return users
    .flatMap(momentsOf)
    .flatMap((moment) => (moment.kind === 'at' ? [moment.at] : []))
    .reduce<Instant | undefined>((newest, at) => Math.max(newest ?? at, at), undefined);
}

function momentsOf({ created, password, keys }: UserFacts): Moment[] {
  const ofPassword = [
    ...('lastUsed' in password ? [password.lastUsed] : []),
    ...('lastChanged' in password ? [password.lastChanged] : []),
  ];
  const ofKeys = keys.flatMap((key) => ('lastRotated' in key ? [key.lastRotated, key.lastUsed] : []));
  return [created, ...ofPassword, ...ofKeys];
}
