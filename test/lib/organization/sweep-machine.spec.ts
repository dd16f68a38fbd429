import { theOnly } from '../synth';
import { definitionOf, stateOf, synthOrganization } from './an-organization';

const template = synthOrganization();
const state = (name: string) => stateOf(template, name);
const COORDINATOR = expect.stringMatching(/^<CoordinatorFunction\w+\.Arn>$/) as unknown;
const ACCOUNT = expect.stringMatching(/^<AccountFunction\w+\.Arn>$/) as unknown;

const BUSY = {
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    // The CDK's own list has not this one: a new account may have a concurrency of 10.
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 5,
  BackoffRate: 2,
  MaxAttempts: 8,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

describe('the machine', () => {
  it('is a standard one, of a name that the coordinator knows, and ends by itself after six hours', () => {
    const { Properties } = theOnly(template, 'AWS::StepFunctions::StateMachine');
    expect(Properties).toMatchObject({
      StateMachineType: 'STANDARD',
      StateMachineName: 'IamLapseOrganization',
    });
    expect(definitionOf(template)).toMatchObject({ StartAt: 'Freeze', TimeoutSeconds: 6 * 60 * 60 });
  });

  it('goes from freeze to tell, and tells whatever ends it in between', () => {
    const next = Object.fromEntries(
      Object.entries(definitionOf(template).States).map(([name, { Next, Catch, Choices, Default }]) => [
        name,
        [Next, Catch, Choices, Default]
          .flat()
          .map((each) => (typeof each === 'string' ? each : Object(each).Next))
          .filter((each) => each !== undefined),
      ]),
    );
    expect(Object.fromEntries(Object.entries(next).filter(([, to]) => to.length > 0))).toStrictEqual({
      Freeze: ['RosterFrozen'],
      RosterFrozen: ['AlreadyRan', 'Allot', 'Judge'],
      Judge: ['Allot', 'Tell'],
      Allot: ['AnybodyToAct', 'Tell'],
      AnybodyToAct: ['Act', 'Tell'],
      Act: ['Tell', 'Tell'],
      Tell: ['Green'],
      Green: ['Completed', 'OrganizationNotCovered', 'ActionsFailed', 'SweepHalted'],
    });
  });

  it.each(['Judge', 'Allot', 'Act'])('what ends %s early leaves the run’s pins for Tell', (name) => {
    expect(state(name)['Catch']).toStrictEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.caught', Next: 'Tell' },
    ]);
  });

  it('skips a Map that has nobody: after an empty roster, and where nobody is to act', () => {
    expect(state('RosterFrozen')['Choices']).toStrictEqual([
      { Variable: '$.run.status', StringEquals: 'already-ran', Next: 'AlreadyRan' },
      { Variable: '$.run.roster.count', NumericEquals: 0, Next: 'Allot' },
      { Variable: '$.run.roster.count', NumericGreaterThan: 0, Next: 'Judge' },
    ]);
    // What Freeze answers otherwise is no reason to sweep.
    expect(state('RosterFrozen')).not.toHaveProperty('Default');
    expect(state('AnybodyToAct')).toMatchObject({
      Choices: [{ Variable: '$.run.act.count', NumericGreaterThan: 0, Next: 'Act' }],
      Default: 'Tell',
    });
  });

  it('succeeds for one word of Tell alone', () => {
    expect(state('Green')).toMatchObject({
      Choices: [
        { Variable: '$.told.status', StringEquals: 'completed', Next: 'Completed' },
        { Variable: '$.told.status', StringEquals: 'not-covered', Next: 'OrganizationNotCovered' },
        { Variable: '$.told.status', StringEquals: 'actions-failed', Next: 'ActionsFailed' },
      ],
      Default: 'SweepHalted',
    });
    for (const name of ['OrganizationNotCovered', 'ActionsFailed', 'SweepHalted']) {
      expect(state(name)).toStrictEqual({ Type: 'Fail', Error: name, CausePath: '$.told.cause' });
    }
  });
});

describe('a step of the coordinator', () => {
  it.each([
    ['Freeze', 'freeze', {}],
    ['Allot', 'allot', { 'run.$': '$.run' }],
    ['Tell', 'tell', { 'run.$': '$.run' }],
  ])('%s: is told the step, the execution and its input', (name, step, run) => {
    expect(state(name)).toMatchObject({ Type: 'Task', Resource: COORDINATOR, TimeoutSeconds: 960 });
    expect(state(name)['Parameters']).toStrictEqual({
      step,
      execution: { 'id.$': '$$.Execution.Id', 'startTime.$': '$$.Execution.StartTime' },
      'input.$': '$$.Execution.Input',
      ...run,
    });
  });

  it('Freeze leaves nothing in the state but the run: an input cannot bring its own pins', () => {
    expect(state('Freeze')).toMatchObject({ ResultSelector: { 'run.$': '$' }, ResultPath: '$' });
  });

  it('Allot adds the pin of who is acted on', () => {
    expect(state('Allot')).toMatchObject({
      ResultPath: '$.run.act',
      ResultSelector: {
        'key.$': '$.act.key',
        'versionId.$': '$.act.versionId',
        'sha256.$': '$.act.sha256',
        'count.$': '$.act.count',
      },
    });
  });

  it.each(['Freeze', 'Allot'])(
    '%s is repeated when Lambda is busy, and for nothing that it has thrown',
    (name) => {
      expect(state(name)['Retry']).toStrictEqual([BUSY]);
    },
  );

  it('Tell is begun once more after anything else, because a mail that is not out is worth it', () => {
    expect(state('Tell')['Retry']).toStrictEqual([
      BUSY,
      { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], IntervalSeconds: 30, MaxAttempts: 1 },
    ]);
    expect(state('Tell')).not.toHaveProperty('Catch');
  });

  it('Tell has its time before the machine’s: after the last account that may begin, with every retry', () => {
    // Act begins nobody later than five hours after Freeze. Full jitter waits at most this long.
    const waits = [5, 10, 20, 40, 60, 60, 60, 60].reduce((sum, each) => sum + each);
    const lastAccount = 5 * 60 * 60 + waits + 960;
    // The second attempt of Tell.
    expect(lastAccount + waits + 960 + 30).toBeLessThan(6 * 60 * 60);
  });
});

describe.each([
  ['Judge', 'judge', '$.run.roster', ['settings', 'roster']],
  ['Act', 'act', '$.run.act', ['settings', 'roster', 'act']],
] as const)('%s', (name, phase, list, pins) => {
  const map = () => state(name);
  const processor = () => Object(map()['ItemProcessor']);

  it('is a Map of standard children, twenty at a time, of which every one may fail', () => {
    expect(map()).toMatchObject({
      Type: 'Map',
      Label: name,
      MaxConcurrency: 20,
      ToleratedFailurePercentage: 100,
      // Not the answers: they lie in the bucket, and 10,000 have no room in the state.
      ResultPath: null,
    });
    expect(map()).not.toHaveProperty('ResultWriter');
    // A sweep may take 15 minutes, an Express execution 5.
    expect(processor().ProcessorConfig).toStrictEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
  });

  it('reads the version of the list that the state names', () => {
    expect(map()['ItemReader']).toStrictEqual({
      Resource: 'arn:<AWS::Partition>:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: {
        Bucket: expect.stringMatching(/^<OrganizationRecordsBucket\w+>$/) as unknown,
        'Key.$': `${list}.key`,
        'VersionId.$': `${list}.versionId`,
      },
    });
    expect(map()['Retry']).toStrictEqual([
      { ErrorEquals: ['States.ItemReaderFailed'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 2 },
    ]);
  });

  it('tells the account function an account’s id and the pins of the run, and nothing else', () => {
    expect(map()['ItemSelector']).toStrictEqual({
      'account.$': '$$.Map.Item.Value.id',
      phase,
      run: {
        'runId.$': '$.run.runId',
        ...Object.fromEntries(
          pins.map((pin) => [
            pin,
            { 'versionId.$': `$.run.${pin}.versionId`, 'sha256.$': `$.run.${pin}.sha256` },
          ]),
        ),
      },
    });
  });

  it('loses no run by an account that fails, and keeps nothing that a child returns', () => {
    expect(processor().States).toStrictEqual({
      [`${name}Account`]: {
        Type: 'Task',
        Resource: ACCOUNT,
        TimeoutSeconds: 960,
        OutputPath: null,
        Retry: [BUSY],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: `${name}AccountLost` }],
        End: true,
      },
      [`${name}AccountLost`]: { Type: 'Pass', OutputPath: null, End: true },
    });
  });
});

it('as many accounts are swept at the same time as was chosen', () => {
  const chosen = synthOrganization({ accountsAtOnce: 100 });
  expect(['Judge', 'Act'].map((name) => stateOf(chosen, name)['MaxConcurrency'])).toStrictEqual([100, 100]);
});
