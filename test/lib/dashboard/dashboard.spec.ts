import * as z from 'zod';
import { QUERIES } from '../../../lib/dashboard/queries';
import { resourcesOf, synth, theOnly } from '../synth';

const Body = z.object({
  start: z.string(),
  widgets: z.array(
    z.object({
      type: z.string(),
      width: z.number(),
      x: z.number(),
      properties: z.object({
        title: z.string(),
        query: z.string().optional(),
        alarms: z.array(z.string()).optional(),
      }),
    }),
  ),
});

/** With what is known only at deployment as its own name. */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, Ref, 'Fn::GetAtt': attribute } = Call.parse(value);
  return join ? join[1].map(resolved).join('') : (Ref ?? attribute?.join('.') ?? '');
}
const Call = z.object({
  'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]).optional(),
  'Fn::GetAtt': z.array(z.string()).optional(),
  Ref: z.string().optional(),
});

describe('the dashboard', () => {
  const properties = () => theOnly(synth(), 'AWS::CloudWatch::Dashboard').Properties;
  const body = () => Body.parse(JSON.parse(resolved(properties()['DashboardBody'])));

  it('opens on the last 90 days', () => {
    expect(body().start).toBe('-P90D');
  });

  it('shows the alarms, and every query on the log of the function', () => {
    const [first, ...rest] = body().widgets;
    const alarms = Object.values(resourcesOf(synth(), 'AWS::CloudWatch::Alarm')).map(
      ({ Properties: { AlarmName } }) =>
        `arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:${String(AlarmName)}`,
    );
    expect(alarms).toHaveLength(4);
    expect(first?.properties.alarms?.toSorted()).toStrictEqual(alarms.toSorted());
    expect(rest.map(({ properties: { title } }) => title)).toStrictEqual(QUERIES.map(({ title }) => title));
    for (const {
      properties: { query },
    } of rest)
      expect(query).toMatch(/^SOURCE 'SweepLogsA7192123' \| filter /);
  });

  it('has a name of its own in every region, for dashboards are of the account', () => {
    expect(resolved(properties()['DashboardName'])).toBe('IamLapse-AWS::Region');
  });
});

describe('its address', () => {
  const Template = z.object({
    Outputs: z.object({
      DashboardUrl: z.object({
        Value: z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
      }),
    }),
    Conditions: z.record(
      z.string(),
      z.object({ 'Fn::Equals': z.tuple([z.object({ Ref: z.literal('AWS::Partition') }), z.string()]) }),
    ),
  });
  const If = z.object({ 'Fn::If': z.tuple([z.string(), z.unknown(), z.unknown()]) });

  function urlIn(partition: string): string {
    const { Outputs, Conditions } = Template.parse(synth().toJSON());
    const evaluated = (part: unknown): string => {
      const call = If.safeParse(part);
      if (!call.success) return resolved(part);
      const [condition, then, otherwise] = call.data['Fn::If'];
      return evaluated(Conditions[condition]?.['Fn::Equals'][1] === partition ? then : otherwise);
    };
    return Outputs.DashboardUrl.Value['Fn::Join'][1].map(evaluated).join('');
  }

  it.each([
    ['aws', 'console.aws.amazon.com'],
    ['aws-cn', 'console.amazonaws.cn'],
    ['aws-us-gov', 'console.amazonaws-us-gov.com'],
    ['aws-eusc', 'console.amazonaws-eusc.eu'],
  ])('is in the console of %s', (partition, domain) => {
    expect(urlIn(partition)).toBe(
      `https://${domain}/cloudwatch/home?region=AWS::Region#dashboards:name=IamLapse-AWS::Region`,
    );
  });
});
