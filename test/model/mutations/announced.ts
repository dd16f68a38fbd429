import type * as Audience from '../../../lambda/domain/audience';
import type * as Judge from '../../../lambda/domain/evaluation/judge';
import type * as Announcements from '../../../lambda/domain/ledger/announcements';
import type * as MailDigest from '../../../lambda/sweep/mail-digest';
import type { DigestTopic } from '../../../lambda/ports';
import { inModule } from '../mutate';
import { exemptInBetween, heardByFilter, heardByQueue, longSilence } from '../mutation-scenes';
import type { Seeded } from './seeded';

const LAW = '3. Announced first';

export const announced: readonly Seeded[] = [
  {
    law: LAW,
    what: 'notice counts as given',
    mutation: inModule<typeof Judge>('domain/evaluation/judge', (actual) => ({
      judge: (asked) => {
        const verdict = actual.judge(asked);
        return verdict.kind === 'stale' ? { ...verdict, noticeGiven: true } : verdict;
      },
    })),
  },
  {
    law: LAW,
    what: 'what nobody heard counts as announced',
    mutation: inModule<typeof MailDigest>('sweep/mail-digest', (actual) => ({
      mailOutlet: (topic) => {
        const heard: DigestTopic = {
          publish: topic.publish.bind(topic),
          subscriptions: () => Promise.resolve([{ arn: 'anybody', protocol: 'email' }]),
          reception: () => Promise.resolve('open'),
        };
        const outlet = actual.mailOutlet(topic);
        return {
          prepare: (run, session) => outlet.prepare(run, session),
          tell: (run, ifExists) => actual.mailOutlet(heard).tell(run, ifExists),
        };
      },
    })),
  },
  {
    law: LAW,
    what: 'an announcement outlives an exemption',
    mutation: inModule<typeof Announcements>('domain/ledger/announcements', () => ({
      withoutLapsedAnnouncements: (ledger) => ledger,
    })),
    history: exemptInBetween,
  },
  {
    law: LAW,
    what: 'a subscription with a filter hears',
    mutation: inModule<typeof Audience>('domain/audience', (actual) => ({
      audienceOf: (list, hearers, receptions) =>
        actual.audienceOf(
          list,
          hearers,
          new Map([...receptions].map(([arn, was]) => [arn, was === 'filtered' ? 'open' : was])),
        ),
    })),
    history: heardByFilter,
  },
  {
    law: LAW,
    what: 'a queue hears that the policy does not name',
    mutation: inModule<typeof Audience>('domain/audience', () => ({ hearersOf: () => ['email', 'sqs'] })),
    history: heardByQueue,
  },
  {
    law: LAW,
    what: 'a notice never lapses',
    mutation: inModule<typeof Announcements>('domain/ledger/announcements', () => ({
      withoutUnrepeated: (ledger) => ({ ledger, lapsed: 0 }),
    })),
    history: longSilence,
  },
];
