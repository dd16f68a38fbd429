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

/** Default time range of the dashboard; matches the log retention. */
export const DASHBOARD_DAYS = 90;

export interface DashboardProps {
  /** The log group of the sweep function. */
  readonly logGroup: ILogGroup;
  /** Names of alarms in this account and region. */
  readonly alarmNames: readonly string[];
}

const VIEWS: Readonly<Record<View, LogQueryVisualizationType>> = {
  table: LogQueryVisualizationType.TABLE,
  line: LogQueryVisualizationType.LINE,
  bar: LogQueryVisualizationType.BAR,
};

/** Shows the sweeps of the last 90 days. */
export class Dashboard extends Construct {
  /** Address of the dashboard in the AWS console. */
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
    // By name: the dashboard then does not depend on the alarms.
    const alarms = alarmNames.map((alarm) => Alarm.fromAlarmName(this, alarm, alarm));
    // All regions of an account share the names of dashboards.
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
