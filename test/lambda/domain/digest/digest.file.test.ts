import { type Delivery, digestText } from '../../../../lambda/domain/digest/digest';
import { NOW } from '../../../support/builders';

const digest = { subject: 'iam-lapse 123456789012 dry-run: nothing stale', body: 'Account\n' };

it.each<[string, Delivery]>([
  ['2026-11-20T07:00:00Z, to 1 confirmed subscriber', { kind: 'published', at: NOW, subscribers: 1 }],
  ['2026-11-20T07:00:00Z, to 2 confirmed subscribers', { kind: 'published', at: NOW, subscribers: 2 }],
  [
    '2026-11-20T07:00:00Z, to nobody: the topic has no subscriber that counts',
    { kind: 'published', at: NOW, subscribers: 0 },
  ],
  ['2026-11-20T07:00:00Z, to how many is not known', { kind: 'published', at: NOW, subscribers: undefined }],
  ['no: Publish failed: Throttling', { kind: 'notPublished', cause: 'Publish failed: Throttling' }],
])('Published: %s', (published, delivery) => {
  expect(digestText(digest, delivery)).toBe(
    `Subject: ${digest.subject}\nPublished: ${published}\n\n${digest.body}`,
  );
});

it('an error that goes on for lines is one line, and moves nothing', () => {
  const text = digestText(digest, { kind: 'notPublished', cause: 'no\r\n\nSubject: all is well\u202e' });
  expect(text.split('\n').slice(0, 4)).toEqual([
    `Subject: ${digest.subject}`,
    'Published: no: no Subject: all is well\\u202e',
    '',
    'Account',
  ]);
});
