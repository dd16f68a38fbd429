import { messageOf } from '../errors';
import type { DigestTopic, Ports } from '../ports';
import {
  type Audience,
  audienceOf,
  hearersOf,
  mayHear,
  type Reception,
  type Subscription,
} from '../domain/audience';
import type { RunReport } from '../domain/run-report';

/** So many that hear are enough to know. More do not make a notice better. */
const ENOUGH = 10;
/** Subscriptions are asked at most so many at a time, and so many in all: SNS may be slow, and the run must end. */
const AT_A_TIME = 10;
const AT_MOST = 30;

type Heard = Pick<Ports, 'log'> & { readonly topic: DigestTopic };

/** Who receives a mail at this moment (docs/design.md §5.9). Nothing is known if the topic's list cannot be read. */
export async function readAudience(
  { settings }: Pick<RunReport, 'settings'>,
  { topic, log }: Heard,
): Promise<Audience> {
  const hearers = hearersOf(settings?.policy.policy);
  try {
    const subscriptions = await topic.subscriptions();
    const asked = subscriptions.filter((each) => mayHear(each, hearers)).slice(0, AT_MOST);
    return audienceOf(subscriptions, hearers, await receptionsOf(asked, { topic, log }));
  } catch (error) {
    log('WARN', 'subscribers-unknown', { error: String(error) });
    return { subscribers: undefined, uncounted: undefined };
  }
}

/** Stops when enough of them hear, or when SNS answers about none of those asked at a time. */
async function receptionsOf(
  asked: readonly Subscription[],
  { topic, log }: Heard,
): Promise<ReadonlyMap<string, Reception>> {
  const found = new Map<string, Reception>();
  for (let start = 0; start < asked.length; start += AT_A_TIME) {
    const some = asked.slice(start, start + AT_A_TIME);
    const receptions = await Promise.all(
      some.map(async ({ arn }): Promise<Reception> => {
        try {
          return await topic.reception(arn);
        } catch (error) {
          // It belongs to another account, was deleted meanwhile, or SNS failed: it does not count.
          log('WARN', 'subscription-unreadable', { subscription: arn, error: messageOf(error) });
          return 'unreadable';
        }
      }),
    );
    some.forEach(({ arn }, index) => found.set(arn, receptions[index] ?? 'unreadable'));
    if ([...found.values()].filter((reception) => reception === 'open').length >= ENOUGH) break;
    if (receptions.every((reception) => reception === 'unreadable')) break;
  }
  return found;
}
