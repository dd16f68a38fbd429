import type { Fault } from '../../support/fake-aws';
import type { Service } from './calls';

type Failure = NonNullable<Fault['error']>;

/** In the words of each service. */
const THROTTLED: Readonly<Record<Service, Failure>> = {
  cloudtrail: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  iam: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  sns: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  ssm: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  s3: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
};
const DENIED: Readonly<Record<Service, Failure>> = {
  cloudtrail: { code: 'AccessDeniedException', status: 400, message: 'not authorized' },
  iam: { code: 'AccessDenied', status: 403, message: 'not authorized' },
  sns: { code: 'AuthorizationError', status: 403, message: 'not authorized' },
  ssm: { code: 'AccessDeniedException', status: 400, message: 'not authorized' },
  s3: { code: 'AccessDenied', status: 403, message: 'Access Denied' },
};
const BROKEN: Readonly<Record<Service, Failure>> = {
  cloudtrail: { code: 'InternalFailure', status: 500 },
  iam: { code: 'ServiceFailure', status: 500 },
  sns: { code: 'InternalError', status: 500 },
  ssm: { code: 'InternalServerError', status: 500 },
  s3: { code: 'InternalError', status: 500 },
};

/** What goes wrong with a call, in the order of the table's columns. What has no `times` does so for ever. */
export const KINDS = {
  'throttled twice': (service) => ({ times: 2, error: THROTTLED[service] }),
  denied: (service) => ({ error: DENIED[service] }),
  '500 for ever': (service) => ({ error: BROKEN[service] }),
  '500 once, after it was applied': (service) => ({ when: 'after', times: 1, error: BROKEN[service] }),
  'reset once': () => ({ times: 1, reset: true }),
  'reset once, after it was applied': () => ({ when: 'after', times: 1, reset: true }),
  'applied, and every answer lost': () => ({ when: 'after', reset: true }),
  'answered with HTML': () => ({ html: true }),
  'answered with nothing': () => ({ emptyBody: true }),
  slow: () => ({ times: 1, latencyMs: 300 }),
} as const satisfies Readonly<Record<string, (service: Service) => Fault>>;

export type Kind = keyof typeof KINDS;
