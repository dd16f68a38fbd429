import { clean, count } from '../../../lambda/domain/text';
import type { Credentials, Investigation, Read, Region } from '../investigation';
import { minuteOf, type Section } from './section';

/** The names of what could not be read, and why. Nothing in the report counts as evidence of its absence. */
export function unreadOf({ identity, credentials, regions }: Investigation): [what: string, cause: string][] {
  const keys = credentials?.accessKeys.kind === 'read' ? credentials.accessKeys.value : [];
  const ofKeys = keys.flatMap(({ id, lastUsed }): [string, string][] =>
    lastUsed.kind === 'unreadable' ? [[`last use of ${id}`, lastUsed.cause]] : [],
  );
  const ofUser: [string, string][] =
    identity.kind === 'unreadable' ? [['the user itself', identity.cause]] : [];
  return [
    ...ofUser,
    ...(credentials ? unreadCredentials(credentials) : []),
    ...ofKeys,
    ...unreadRegions(regions),
  ];
}

/** Whether no call at all had an answer. */
export function isNothingRead({ identity, credentials, regions }: Investigation): boolean {
  const isRead = Object.values(credentials ?? {}).some(({ kind }) => kind === 'read');
  return identity.kind === 'unreadable' && !isRead && regions.every(({ pages }) => pages === 0);
}

export function unreadSection(investigation: Investigation): Section {
  const { regions, leftOut } = investigation;
  return {
    title: 'WHAT COULD NOT BE READ',
    grave: true,
    note: 'Nothing below shows that these do not exist, or that nothing happened there.',
    columns: ['What', 'Why'],
    rows: [
      ...unreadOf(investigation).map(([what, cause]) => [what, clean(cause, 300)]),
      ...regions.filter(({ more }) => more).map(leftIn),
      ...(leftOut.unreadable > 0
        ? [[count(leftOut.unreadable, 'event'), 'CloudTrail gave them in a form that is not understood']]
        : []),
    ],
  };
}

/** From where on a region was read in full. */
function leftIn({ region, completeSince }: Region): string[] {
  const before = completeSince === undefined ? '' : ` before ${minuteOf(completeSince)}`;
  return [
    `events in ${region}${before}`,
    'CloudTrail has more events than were read; give more --pages. Calls that may have changed something were looked up apart',
  ];
}

function unreadCredentials(credentials: Credentials): [string, string][] {
  const reads: readonly (readonly [string, Read<unknown>])[] = [
    ['console password', credentials.password],
    ['access keys', credentials.accessKeys],
    ['MFA devices', credentials.mfaDevices],
    ['service-specific credentials', credentials.serviceCredentials],
    ['SSH public keys', credentials.sshKeys],
    ['signing certificates', credentials.certificates],
    ['groups', credentials.groups],
    ['attached policies', credentials.attachedPolicies],
    ['inline policies', credentials.inlinePolicies],
  ];
  return reads.flatMap(([what, read]): [string, string][] =>
    read.kind === 'unreadable' ? [[what, read.cause]] : [],
  );
}

/** Regions with the same cause are one entry: mostly, a permission is missing. */
function unreadRegions(regions: readonly Region[]): [string, string][] {
  const byCause = new Map<string, string[]>();
  for (const { region, cause } of regions) {
    if (cause !== undefined) byCause.set(cause, [...(byCause.get(cause) ?? []), region]);
  }
  return [...byCause].map(([cause, names]) => [`CloudTrail in ${names.join(', ')}`, cause]);
}
