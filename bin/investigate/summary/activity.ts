import type { AccessKey, Activity, Read, UsedCredential } from '../investigation';
import { changesOf } from './changes';
import { credentialLabel } from './call-credential';
import { signInsOf } from './sign-ins';
import { distinct, type Group, groupsOf } from './tally';
import type { UserEvent } from './user-event';

/**
 * What the events of a user show.
 *
 * @param keys the access keys that the user has now; undefined if there is no such user
 */
export function activityOf(
  events: readonly UserEvent[],
  keys: Read<readonly Pick<AccessKey, 'id' | 'status'>[]> | undefined,
): Activity {
  const [all] = groupsOf(events, () => []);
  return {
    events: events.length,
    ...(all ? { first: all.span.first, last: all.span.last } : {}),
    changes: changesOf(events),
    signIns: signInsOf(events),
    usedCredentials: usedCredentialsOf(events, keys),
    addresses: groupsOf(events, ({ address }) => [address]).map(
      ({ latest, events: calls, span, denied }) => ({
        address: latest.address,
        ...span,
        denied,
        agents: distinct(calls.map(({ agent }) => agent)),
        credentials: distinct(calls.map(({ credential }) => credentialLabel(credential))),
      }),
    ),
    agents: groupsOf(events, ({ agent }) => [agent]).map(({ latest, span }) => ({
      agent: latest.agent,
      ...span,
    })),
    denied: deniedOf(events),
    calls: callsOf(events),
  };
}

function usedCredentialsOf(
  events: readonly UserEvent[],
  keys: Parameters<typeof activityOf>[1],
): UsedCredential[] {
  const identityOf = ({ credential }: UserEvent) => [
    credential.kind,
    'id' in credential ? credential.id : '',
  ];
  return groupsOf(events, identityOf).map(({ latest: { credential }, events: calls, span, denied }) => ({
    ...credential,
    ...(credential.kind === 'accessKey' ? { status: statusOf(credential.id, keys) } : {}),
    ...span,
    denied,
    addresses: distinct(calls.map(({ address }) => address)),
  }));
}

function statusOf(id: string, keys: Parameters<typeof activityOf>[1]): string {
  if (keys?.kind === 'unreadable') return 'unknown';
  return keys?.value.find((key) => key.id === id)?.status ?? 'not listed';
}

function deniedOf(events: readonly UserEvent[]): Activity['denied'] {
  const denied = events.filter(({ outcome }) => outcome === 'denied');
  return groupsOf(denied, ({ service, name, error, resource }) => [service, name, error, resource]).map(
    ({ latest: { service, name, error = '', resource }, span }) => ({
      event: name,
      service,
      error,
      ...(resource === undefined ? {} : { resource }),
      ...span,
    }),
  );
}

/** What may have changed something comes before what only read. */
function callsOf(events: readonly UserEvent[]): Activity['calls'] {
  const ofGroup = ({ latest: { service, name, readOnly }, events: calls, span, denied }: Group) => ({
    event: name,
    service,
    readOnly,
    ...span,
    denied,
    failed: calls.filter(({ outcome }) => outcome === 'failed').length,
  });
  return groupsOf(events, ({ service, name }) => [service, name])
    .map(ofGroup)
    .toSorted((one, other) => Number(one.readOnly) - Number(other.readOnly));
}
