import type { Digest } from '../digest/digest';
import { count, printableLine } from '../text';
import { type Instant, utcSecond } from '../instant';

/** Whether SNS accepted a digest. */
export type Delivery =
  /** `subscribers`: the subscriptions that heard it; undefined if not known. */
  | { readonly kind: 'published'; readonly at: Instant; readonly subscribers: number | undefined }
  | { readonly kind: 'notPublished'; readonly cause: string };

/** `digest.txt`: the mail, and a header that says whether and to how many it was published (docs/design.md §3.7). */
export function digestText({ subject, body }: Pick<Digest, 'subject' | 'body'>, delivery: Delivery): string {
  return `Subject: ${subject}\nPublished: ${deliveryText(delivery)}\n\n${body}`;
}

function deliveryText(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'published':
      return `${utcSecond(delivery.at)}, ${audience(delivery.subscribers)}`;
    case 'notPublished':
      return `no: ${printableLine(delivery.cause)}`;
  }
}

function audience(subscribers: number | undefined): string {
  if (subscribers === undefined) return 'to how many is not known';
  return subscribers === 0
    ? 'to nobody: the topic has no subscriber that counts'
    : `to ${count(subscribers, 'confirmed subscriber')}`;
}
