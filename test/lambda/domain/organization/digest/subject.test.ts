import { organizationDigestOf } from '../../../../../lambda/domain/organization/digest/digest';
import { anAnswer, anItem } from '../an-organization';
import { aReport } from './reports';

describe('deeds of earlier runs that nobody has heard of count, as the mail tells them', () => {
  const subjectOf = (parts: Parameters<typeof anAnswer>[0]) =>
    organizationDigestOf(aReport({ answers: [anAnswer(parts)] })).subject;
  const earlier = (...items: readonly ReturnType<typeof anItem>[]) => [
    { runId: 'earlier', items: [...items] },
  ];
  it.each<[string, Parameters<typeof anAnswer>[0]]>([
    [
      '1 FAILED, 1 disabled by a run that did not end, 2 disabled',
      {
        untold: earlier(
          anItem('disabled', 'ann'),
          anItem('disabled', 'bob'),
          anItem('failed'),
          anItem('reconciled'),
        ),
      },
    ],
    [
      '1 disabled after all, 2 disabled',
      {
        untold: earlier(anItem('disabled')),
        items: [anItem('disabled', 'ann'), anItem('lateEffect', 'carl')],
        counts: { disabled: 1 },
      },
    ],
    ['5 disabled by a run that did not end', { items: [anItem('reconciled')], leftOut: { reconciled: 4 } }],
    ['nothing stale', { untold: earlier() }],
  ])('%s', (summary, parts) => {
    expect(subjectOf(parts)).toBe(`iam-lapse o-ab12cd34ef enforce: ${summary}`);
  });
});
