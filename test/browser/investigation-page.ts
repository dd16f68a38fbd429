import { pageOf } from '../../bin/investigate/report/page';
import { reportOf } from '../../bin/investigate/report/report';
import { HOUR, MINUTE } from '../../lambda/domain/instant';
import { anInvestigation } from '../bin/investigate/report/investigations';
import { signIn, userEvent } from '../bin/investigate/summary/records';
import { NOW } from '../support/builders';

/** The page of a user who created another, was denied a call, failed to sign in, and came from many addresses. */
export function investigationPage(): string {
  const created = { eventName: 'CreateUser', requestParameters: { userName: 'eve' }, readOnly: false };
  const denied = { errorCode: 'AccessDenied', errorMessage: 'on resource: * because no policy' };
  const events = [
    userEvent(created, NOW - MINUTE),
    userEvent(denied, NOW - 30 * HOUR),
    userEvent(denied, NOW - HOUR),
    signIn({ responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' }),
    ...Array.from({ length: 5 }, (_, index) => userEvent({ sourceIPAddress: `192.0.2.${index}` })),
  ];
  return pageOf(reportOf(anInvestigation({ events })));
}
