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
  const { Statement: statements } = read('protect-iam-lapse-scp.json');
  const statement = (sid: string) => {
    const found = statements.find(({ Sid }) => Sid === sid);
    if (!found) throw new Error(`no statement ${sid}`);
    return found;
  };

  it('protects both parameters, the tags and what runs, and lets somebody through', () => {
    expect(new Set(statements.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']));
    expect(text).toContain('parameter/iam-lapse/*');
    expect(text).toContain('aws:TagKeys');
    expect(text.match(/ArnNotLike/g)).toHaveLength(statements.length);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'the mail: nobody takes its readers or its permission away, or masks what it says',
      'arn:aws:sns:*:*:IamLapse-*',
      [
        'sns:AddPermission',
        'sns:DeleteTopic',
        'sns:PutDataProtectionPolicy',
        'sns:RemovePermission',
        'sns:SetSubscriptionAttributes',
        'sns:SetTopicAttributes',
        'sns:Unsubscribe',
      ],
    ],
    [
      'the roles: nobody widens, boxes in or deletes one, or makes one of such a name',
      'arn:aws:iam::*:role/IamLapse-*',
      [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
        'iam:UpdateAssumeRolePolicy',
      ],
    ],
    [
      'the functions: nobody changes, silences or calls one',
      'arn:aws:lambda:*:*:function:IamLapse-*',
      [
        'lambda:AddPermission',
        'lambda:DeleteFunction',
        'lambda:Invoke*',
        'lambda:PutFunctionConcurrency',
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:RemovePermission',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
    ],
    [
      'the queue of the notices',
      'arn:aws:sqs:*:*:IamLapse-*',
      [
        'sqs:AddPermission',
        'sqs:DeleteQueue',
        'sqs:PurgeQueue',
        'sqs:RemovePermission',
        'sqs:SetQueueAttributes',
      ],
    ],
  ])('%s', (_, resource, actions) => {
    const { Action, Resource } = statement('WhatRuns');
    expect(Resource).toContain(resource);
    const [service] = (actions[0] ?? '').split(':');
    const denied = z
      .array(z.string())
      .parse(Action)
      .filter((action) => action.startsWith(`${service}:`));
    expect(new Set(denied)).toEqual(new Set(actions));
  });

  it('the heartbeat: nobody writes its metric, or the log line that it is made of', () => {
    expect(statement('Heartbeat')).toMatchObject({
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'IamLapse' } },
    });
    expect(statement('WhatTheFunctionsWrite')).toMatchObject({
      Action: expect.arrayContaining(['logs:PutLogEvents']) as unknown,
      Resource: expect.arrayContaining(['arn:aws:logs:*:*:log-group:IamLapse-*']) as unknown,
    });
  });

  it('the functions themselves go on: only what they do is let through, and only for their roles', () => {
    const ours = statements.filter(({ Condition }) =>
      JSON.stringify(Condition).includes('arn:aws:iam::*:role/IamLapse-*'),
    );
    expect(ours.map(({ Sid }) => Sid)).toEqual(['WhatTheFunctionsWrite']);
  });

  it('is within the 5,120 characters of one', () => {
    expect(text.length).toBeLessThan(5_120);
  });
});
