import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  LogQueryVisualizationType,
  LogQueryWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ConsoleDomain } from './console-domain';
import {
  CALLS,
  DURATION,
  FAILURES,
  LAST_RUNS,
  OLDEST,
  OUTCOMES,
  type Query,
  VERDICTS,
  type View,
} from './queries';

/** So far the dashboard looks back when it is opened; the function's logs are kept as long. */
export const DASHBOARD_DAYS = 90;

export interface DashboardProps {
  /** Of the function that sweeps. */
  readonly logGroup: ILogGroup;
  /** Of this account and region. */
  readonly alarmNames: readonly string[];
}

const VIEWS: Readonly<Record<View, LogQueryVisualizationType>> = {
  table: LogQueryVisualizationType.TABLE,
  line: LogQueryVisualizationType.LINE,
  bar: LogQueryVisualizationType.BAR,
};

/** A quarter of a year at a glance. */
export class Dashboard extends Construct {
  /** Of the console, in the partition's own domain. */
  readonly url: string;

  constructor(scope: Construct, id: string, { logGroup, alarmNames }: DashboardProps) {
    super(scope, id);
    const { stackName, region } = Stack.of(this);
    const widget = (width: number, { title, view, lines }: Query) =>
      new LogQueryWidget({
        title,
        width,
        height: 6,
        logGroupNames: [logGroup.logGroupName],
        queryLines: [...lines],
        view: VIEWS[view],
      });
    // By name, so that the dashboard needs none of them to be there.
    const alarms = alarmNames.map((alarm) => Alarm.fromAlarmName(this, alarm, alarm));
    // Dashboards are of the account: those of all regions share their names.
    const name = `${stackName}-${region}`;
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: name,
      defaultInterval: Duration.days(DASHBOARD_DAYS),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 2 })],
        [widget(24, LAST_RUNS)],
        [widget(12, VERDICTS), widget(12, OUTCOMES)],
        [widget(8, OLDEST), widget(8, DURATION), widget(8, CALLS)],
        [widget(24, FAILURES)],
      ],
    });
    const domain = new ConsoleDomain(this, 'Console').name;
    this.url = `https://${domain}/cloudwatch/home?region=${region}#dashboards:name=${name}`;
  }
}
