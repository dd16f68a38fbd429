import { ACCOUNT, check, findingOf, type Severity, unavailableFact } from '../check';
import { CONTROLS } from '../controls';
import type { Fetched, Trail } from '../facts';

/** CIS: "Ensure CloudTrail is enabled in all regions": a multi-region trail that is on and logs all management events. */
export const trail = check({
  id: 'trail',
  title: 'no trail that logs all management events of all regions',
  description:
    'An account without a multi-region trail that is on and logs management events; without one, EventBridge does not hear of new credentials',
  needs: ['trails'],
  *find(facts) {
    const { trails: read } = facts.account;
    if (read.kind !== 'read') {
      yield unavailableFact(ACCOUNT, read);
      return;
    }
    const trails = read.value;
    if (trails.some((each) => isMultiRegion(each) && logs(each, ['all']) === 'yes')) return;
    for (const each of trails) {
      if (!isMultiRegion(each) || logs(each, ['all']) === 'no') continue;
      for (const fact of [each.isLogging, each.managementEvents]) {
        if (fact.kind === 'unreadable') {
          yield unavailableFact(ACCOUNT, { ...fact, cause: `trail ${each.name}: ${fact.cause}` });
        }
      }
      return;
    }
    const [severity, fact] = whatIsMissing(trails);
    yield findingOf(facts, {
      subject: ACCOUNT,
      severity,
      fact,
      fix: 'Make a multi-region trail, or let one that you have log all management events, and start its logging.',
      controls: CONTROLS.trail,
    });
  },
});

function isMultiRegion({ isMultiRegion: all, hasGlobalEvents }: Trail): boolean {
  return all && hasGlobalEvents;
}

/** Whether the trail is on and logs one of these kinds; `perhaps` where that could not be read. */
function logs({ isLogging, managementEvents }: Trail, kinds: readonly string[]): 'yes' | 'no' | 'perhaps' {
  const on = is(isLogging, (value) => value);
  const has = is(managementEvents, (value) => kinds.includes(value));
  if (on === 'no' || has === 'no') return 'no';
  return on === 'yes' && has === 'yes' ? 'yes' : 'perhaps';
}

function is<T>(fetched: Fetched<T>, test: (value: T) => boolean): 'yes' | 'no' | 'perhaps' {
  if (fetched.kind !== 'read') return 'perhaps';
  return test(fetched.value) ? 'yes' : 'no';
}

/**
 * EventBridge gets the event of a call only if a trail logs it. Creating a user, a password or a key is a write, and an
 * event of IAM, so a trail for writes alone, or of the home region alone, is enough to hear it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
function whatIsMissing(trails: readonly Trail[]): readonly [Severity, string] {
  const hearing = trails.find((each) => each.hasGlobalEvents && logs(each, ['all', 'writes']) === 'yes');
  if (!hearing) {
    const off = trails.find((each) => isMultiRegion(each) && is(each.isLogging, (on) => on) === 'no');
    const perhaps = trails.some(
      (each) => each.hasGlobalEvents && logs(each, ['all', 'writes']) === 'perhaps',
    );
    const what = off
      ? `the trail ${off.name} is off`
      : trails.length === 0
        ? 'there is no trail'
        : 'no trail does';
    return [
      'high',
      `${what}, so EventBridge ${perhaps ? 'may not hear' : 'does not hear'} of new credentials`,
    ];
  }
  const what = hearing.isMultiRegion ? 'logs writes alone' : 'is of one region alone';
  return ['medium', `the trail ${hearing.name} ${what}; EventBridge hears of new credentials`];
}
