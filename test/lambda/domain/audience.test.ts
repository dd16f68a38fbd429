import { audienceOf, hearersOf, type Reception, type Subscription } from '../../../lambda/domain/audience';

const MAIL = hearersOf(undefined);
const MAILBOX: Subscription = { arn: 'a', protocol: 'email' };
const QUEUE: Subscription = { arn: 'q', protocol: 'sqs' };
const said = (reception: Reception) =>
  new Map([
    ['a', reception],
    ['q', reception],
  ] as const);

describe('a subscription hears the digest', () => {
  it.each(['email', 'email-json'])('by %s, without a policy or without the key in it', (protocol) => {
    expect(audienceOf([{ arn: 'a', protocol }], MAIL, said('open'))).toEqual({
      subscribers: 1,
      uncounted: [],
    });
    expect(hearersOf({})).toBe(MAIL);
  });

  it.each(['https', 'http', 'sqs', 'lambda', 'sms', 'firehose', 'application', 'a new one'])(
    'by %s only if the policy says so',
    (protocol) => {
      expect(audienceOf([{ arn: 'a', protocol }], MAIL, said('open'))).toEqual({
        subscribers: 0,
        uncounted: [`1 of the protocol ${protocol}`],
      });
    },
  );

  it('by what the policy names, and by nothing else', () => {
    expect(audienceOf([MAILBOX, QUEUE], ['sqs'], said('open'))).toEqual({
      subscribers: 1,
      uncounted: ['1 of the protocol email'],
    });
  });

  it.each<[Reception, string]>([
    ['filtered', '1 with a filter policy'],
    ['pending', '1 not confirmed'],
    ['unreadable', '1 that could not be read'],
  ])('not when its attributes say %s', (reception, uncounted) => {
    expect(audienceOf([MAILBOX], MAIL, said(reception))).toEqual({ subscribers: 0, uncounted: [uncounted] });
  });

  it('not when it was never asked', () => {
    expect(audienceOf([MAILBOX], MAIL, new Map())).toEqual({
      subscribers: 0,
      uncounted: ['1 not looked at'],
    });
  });

  it('not before it is confirmed, whatever is said of it, and not after it was deleted', () => {
    const list = ['PendingConfirmation', 'PendingConfirmation', 'Deleted'].map((arn) => ({
      arn,
      protocol: 'email',
    }));
    const receptions = new Map(list.map(({ arn }) => [arn, 'open'] as const));
    expect(audienceOf(list, MAIL, receptions)).toEqual({ subscribers: 0, uncounted: ['2 not confirmed'] });
  });
});

it('the digest gets no control characters from a protocol', () => {
  const { uncounted } = audienceOf([{ arn: 'a', protocol: 'x\n\u202Ey' }], MAIL, new Map());
  expect(uncounted).toEqual(['1 of the protocol x y']);
});
