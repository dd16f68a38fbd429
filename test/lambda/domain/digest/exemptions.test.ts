import { anExemption, aPolicy } from '../../../support/builders';
import { aPolicyInForce, bodyOf, sectionsOf, unwrapped } from './a-sweep';

const ENDING = /^EXEMPTIONS THAT ENDED/;

/** What the digest of 2026-11-20 says about an exemption that ends on a day. */
function said(until: string | undefined): string {
  const exemption = anExemption(until === undefined ? {} : { until });
  const policy = aPolicyInForce({ policy: aPolicy({ exemptions: [exemption] }) });
  const sections = [...sectionsOf(bodyOf({ policy }))];
  return unwrapped(sections.find(([title]) => ENDING.test(title))?.[1] ?? 'nothing');
}

describe('"announced 14 days before it ends; an ended exemption is named daily"', () => {
  it.each([
    ['long ago', '2026-01-01', 'HAS ENDED, protects nobody'],
    ['yesterday', '2026-11-19', 'HAS ENDED, protects nobody'],
    ['today, its last day, on which it still protects', '2026-11-20', 'ends soon'],
    ['in 14 days', '2026-12-04', 'ends soon'],
  ])('%s', (_, until, expected) => {
    expect(said(until)).toContain(`break-glass (until ${until}): tested yearly - ${expected}`);
  });

  it.each([
    ['in 15 days', '2026-12-05'],
    ['never', undefined],
  ])('%s: nothing yet', (_, until) => {
    expect(said(until)).toBe('nothing');
  });
});
