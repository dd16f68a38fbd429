import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

// Texts to apply by hand: what would make one of them dangerous is checked here.

const Policy = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(z.looseObject({ Sid: z.string(), Effect: z.enum(['Allow', 'Deny']) })),
});
const read = (file: string) =>
  Policy.parse(JSON.parse(readFileSync(join(__dirname, '..', 'examples', 'guards', file), 'utf8')));

describe('the MFA policy', () => {
  const { Statement: statements } = read('require-mfa.json');
  const deny = statements.find(({ Effect }) => Effect === 'Deny');

  it('does not break access keys: a request that says nothing about MFA is not denied', () => {
    // `Null: false` is "the key is there"; BoolIfExists would deny what does not have it.
    expect(deny?.['Condition']).toEqual({
      Null: { 'aws:MultiFactorAuthPresent': 'false' },
      Bool: { 'aws:MultiFactorAuthPresent': 'false' },
    });
  });

  it('lets everybody register a device: what is allowed for it is not denied', () => {
    const allowed = statements.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? [Action].flat() : []));
    expect(deny?.['NotAction']).toEqual(expect.arrayContaining(allowed));
  });
});

describe('the service control policy', () => {
  const text = JSON.stringify(read('protect-iam-lapse-scp.json'));

  it('protects both parameters, the tags and what runs, and lets somebody through', () => {
    const { Statement: statements } = read('protect-iam-lapse-scp.json');
    expect(statements.map(({ Effect }) => Effect)).toEqual(['Deny', 'Deny', 'Deny']);
    expect(text).toContain('parameter/iam-lapse/*');
    expect(text).toContain('aws:TagKeys');
    expect(text.match(/ArnNotLike/g)).toHaveLength(3);
  });

  it('is within the 5,120 characters of one', () => {
    expect(text.length).toBeLessThan(5_120);
  });
});
