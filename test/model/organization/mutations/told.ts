import type * as Judge from '../../../../lambda/domain/evaluation/judge';
import { DAY } from '../../../../lambda/domain/instant';
import type * as Allot from '../../../../lambda/domain/organization/allot';
import type * as Deeds from '../../../../lambda/domain/organization/digest/deeds';
import type * as Told from '../../../../lambda/domain/organization/told';
import type * as RunRequest from '../../../../lambda/organization/run-request';
import { inModule } from '../../mutate';
import { heardFirst, namedLately, toldFirst } from '../laws/announced-first';
import { everyDeedIsTold, previewsChangeNothing, toldIsTrue } from '../laws/told';
import { aDay, aNotice, aScene, trouble } from '../scenes';
import type { SeededOrganization } from './seeded';

export const told: readonly SeededOrganization[] = [
  {
    law: toldFirst.name,
    what: 'notice counts as given',
    mutation: inModule<typeof Judge>('domain/evaluation/judge', (actual) => ({
      judge: (asked) => {
        const verdict = actual.judge(asked);
        return verdict.kind === 'stale' ? { ...verdict, noticeGiven: true } : verdict;
      },
    })),
    history: aScene([aDay(), aDay()], { policy: aNotice(3) }),
  },
  {
    law: heardFirst.name,
    what: 'a told.json is dated a week back',
    mutation: inModule<typeof Told>('domain/organization/told', (actual) => ({
      toldOf: (plan, mail) => actual.toldOf(plan, { ...mail, at: mail.at - 7 * DAY }),
    })),
    history: aScene([aDay(), aDay()], { policy: aNotice(3) }),
  },
  {
    law: namedLately.name,
    what: 'Allot takes what no mail has named',
    mutation: inModule<typeof Allot>('domain/organization/allot', (actual) => ({
      allot: (input) => actual.allot({ ...input, isTold: () => true }),
    })),
  },
  {
    law: everyDeedIsTold.name,
    what: 'the mail leaves out what was done',
    mutation: inModule<typeof Deeds>('domain/organization/digest/deeds', () => ({ deedSections: () => [] })),
  },
  {
    law: toldIsTrue.name,
    what: 'a mail that nobody heard tells',
    mutation: inModule<typeof Told>('domain/organization/told', (actual) => ({
      toldOf: (plan, mail) => actual.toldOf(plan, { ...mail, subscribers: Math.max(1, mail.subscribers) }),
    })),
    // Tell cannot read who hears it, and nobody does.
    history: aScene([
      aDay(trouble('tell', { kind: 'throws', at: 5, effect: false }), {
        minute: 60,
        event: { kind: 'subscriptions', of: [] },
      }),
    ]),
  },
  {
    law: previewsChangeNothing.name,
    what: 'a preview is a run',
    mutation: inModule<typeof RunRequest>('organization/run-request', (actual) => ({
      parseRunRequest: (...asked) => ({ ...actual.parseRunRequest(...asked), preview: false }),
    })),
  },
];
