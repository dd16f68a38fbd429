import { clean } from './text';

/** The protocols of a subscription, by the API reference of SNS (Subscribe). */
export const PROTOCOLS = [
  'email',
  'email-json',
  'https',
  'http',
  'sqs',
  'lambda',
  'sms',
  'firehose',
  'application',
] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A mail goes to a person. Nobody need ever read a queue, so other protocols count only if the policy names them. */
const DEFAULT_HEARERS: readonly Protocol[] = ['email', 'email-json'];

/** A subscription of the digest topic, as the topic's list has it. */
export interface Subscription {
  /** `PendingConfirmation` or `Deleted` in place of an ARN, as long as it is that. */
  readonly arn: string;
  readonly protocol: string;
}

/** What a subscription's attributes say about it. */
export type Reception = 'open' | 'filtered' | 'pending' | 'unreadable';

/** Who receives a mail of the topic at this moment. Undefined where it is not known. */
export interface Audience {
  /** Subscriptions that count: somebody can have got the mail. */
  readonly subscribers: number | undefined;
  /** The others, such as `2 with a filter policy`. */
  readonly uncounted: readonly string[] | undefined;
}

/** The protocols whose subscriptions count. Without a policy, only mail does. */
export function hearersOf(policy: { readonly hearers?: readonly Protocol[] | undefined } | undefined) {
  return policy?.hearers ?? DEFAULT_HEARERS;
}

/** Whether its attributes decide if it counts. The list alone decides about all others. */
export function mayHear({ arn, protocol }: Subscription, hearers: readonly Protocol[]): boolean {
  return isConfirmed(arn) && hearers.some((each) => each === protocol);
}

function isConfirmed(arn: string): boolean {
  return arn !== 'PendingConfirmation' && arn !== 'Deleted';
}

/**
 * "The subscriptions that hear a digest are confirmed, have no filter policy, and have a protocol that counts"
 * (docs/design.md §5.9). A filter may let the digest through, but nothing proves it.
 *
 * @param receptions by ARN; of a subscription that is missing here, nothing is known, and it does not count
 */
export function audienceOf(
  subscriptions: readonly Subscription[],
  hearers: readonly Protocol[],
  receptions: ReadonlyMap<string, Reception>,
): Audience {
  let subscribers = 0;
  const others = new Map<string, number>();
  for (const subscription of subscriptions) {
    const { arn, protocol } = subscription;
    if (arn === 'Deleted') continue;
    const reception = isConfirmed(arn) ? receptions.get(arn) : 'pending';
    if (mayHear(subscription, hearers) && reception === 'open') {
      subscribers += 1;
      continue;
    }
    const why =
      isConfirmed(arn) && !mayHear(subscription, hearers)
        ? `of the protocol ${clean(protocol, 20)}`
        : WHY_NOT[reception ?? 'notAsked'];
    others.set(why, (others.get(why) ?? 0) + 1);
  }
  return { subscribers, uncounted: [...others].map(([why, number]) => `${number} ${why}`) };
}

const WHY_NOT: Readonly<Record<Reception | 'notAsked', string>> = {
  open: 'not known',
  pending: 'not confirmed',
  filtered: 'with a filter policy',
  unreadable: 'that could not be read',
  notAsked: 'not looked at',
};
