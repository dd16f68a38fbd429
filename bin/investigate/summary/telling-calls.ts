import type { Change } from '../investigation';

/** The text parameters of a call, by name; and the id of what it issued. */
export interface CallDetails {
  /** The parameter, or what to call it when the record does not have it. */
  readonly of: (parameter: string, otherwise?: string) => string;
  readonly issued: string | undefined;
}

type Concern = Change['concern'];
type Phrase = (details: CallDetails) => string;

/** In IAM, a call without UserName is about the caller. */
const user: Phrase = ({ of }) => (of('userName', '') === '' ? 'itself' : `user ${of('userName')}`);
const role: Phrase = ({ of }) => `role ${of('roleName')}`;
const group: Phrase = ({ of }) => `group ${of('groupName')}`;
const policy: Phrase = ({ of }) => `policy ${of('policyArn')}`;
const inlinePolicy: Phrase = ({ of }) => `inline policy ${of('policyName')}`;
const key: Phrase = ({ of, issued }) => `access key ${issued ?? of('accessKeyId', '(id not recorded)')}`;
const trail: Phrase = ({ of }) => `trail ${of('name', of('trailName'))}`;
const issued: Phrase = ({ issued: id }) => (id === undefined ? '' : `: ${id}`);

const IAM: Readonly<Record<string, readonly [Concern, Phrase]>> = {
  CreateUser: ['access', (call) => `create ${user(call)}`],
  CreateRole: ['access', (call) => `create ${role(call)}`],
  UpdateAssumeRolePolicy: ['access', (call) => `change who may assume ${role(call)}`],
  AttachUserPolicy: ['access', (call) => `attach ${policy(call)} to ${user(call)}`],
  AttachRolePolicy: ['access', (call) => `attach ${policy(call)} to ${role(call)}`],
  AttachGroupPolicy: ['access', (call) => `attach ${policy(call)} to ${group(call)}`],
  PutUserPolicy: ['access', (call) => `write ${inlinePolicy(call)} of ${user(call)}`],
  PutRolePolicy: ['access', (call) => `write ${inlinePolicy(call)} of ${role(call)}`],
  PutGroupPolicy: ['access', (call) => `write ${inlinePolicy(call)} of ${group(call)}`],
  CreatePolicyVersion: ['access', (call) => `write a new version of ${policy(call)}`],
  SetDefaultPolicyVersion: ['access', (call) => `make another version of ${policy(call)} count`],
  AddUserToGroup: ['access', (call) => `put ${user(call)} into ${group(call)}`],
  DetachUserPolicy: ['access', (call) => `detach ${policy(call)} from ${user(call)}`],
  DeleteUserPolicy: ['access', (call) => `delete ${inlinePolicy(call)} of ${user(call)}`],
  DeleteUserPermissionsBoundary: ['access', (call) => `remove the permissions boundary of ${user(call)}`],
  DeleteRolePermissionsBoundary: ['access', (call) => `remove the permissions boundary of ${role(call)}`],
  CreateSAMLProvider: ['access', ({ of }) => `create SAML provider ${of('name')}`],
  CreateOpenIDConnectProvider: ['access', ({ of }) => `create OpenID Connect provider ${of('url')}`],
  UpdateUser: [
    'credentials',
    ({ of }) => `change user ${of('userName')}, new name ${of('newUserName', 'none')}`,
  ],
  DeleteUser: ['credentials', (call) => `delete ${user(call)}`],
  CreateAccessKey: ['credentials', (call) => `create ${key(call)} for ${user(call)}`],
  UpdateAccessKey: ['credentials', (call) => `set ${key(call)} of ${user(call)} to ${call.of('status')}`],
  DeleteAccessKey: ['credentials', (call) => `delete ${key(call)} of ${user(call)}`],
  CreateLoginProfile: ['credentials', (call) => `create a console password for ${user(call)}`],
  UpdateLoginProfile: ['credentials', (call) => `set the console password of ${user(call)}`],
  DeleteLoginProfile: ['credentials', (call) => `delete the console password of ${user(call)}`],
  ChangePassword: ['credentials', () => 'change its own console password'],
  DeactivateMFADevice: [
    'credentials',
    (call) => `deactivate MFA device ${call.of('serialNumber')} of ${user(call)}`,
  ],
  DeleteVirtualMFADevice: ['credentials', ({ of }) => `delete MFA device ${of('serialNumber')}`],
  EnableMFADevice: [
    'credentials',
    (call) => `enable MFA device ${call.of('serialNumber')} for ${user(call)}`,
  ],
  CreateServiceSpecificCredential: [
    'credentials',
    (call) => `create a credential of ${call.of('serviceName')} for ${user(call)}`,
  ],
  ResetServiceSpecificCredential: [
    'credentials',
    (call) => `reset service-specific credential ${call.of('serviceSpecificCredentialId')} of ${user(call)}`,
  ],
  UploadSSHPublicKey: ['credentials', (call) => `upload an SSH public key for ${user(call)}`],
  UploadSigningCertificate: ['credentials', (call) => `upload a signing certificate for ${user(call)}`],
};

const STS: typeof IAM = {
  GetSessionToken: ['sessions', (call) => `get temporary credentials for itself${issued(call)}`],
  GetFederationToken: [
    'sessions',
    (call) => `get temporary credentials for federated user ${call.of('name')}${issued(call)}`,
  ],
  AssumeRole: [
    'sessions',
    (call) => `assume role ${call.of('roleArn')} as session ${call.of('roleSessionName')}${issued(call)}`,
  ],
};

/** What sees or records attackers. */
const WATCHING: Readonly<Record<string, typeof IAM>> = {
  cloudtrail: {
    StopLogging: ['watching', (call) => `stop ${trail(call)}`],
    DeleteTrail: ['watching', (call) => `delete ${trail(call)}`],
    UpdateTrail: ['watching', (call) => `change ${trail(call)}`],
    PutEventSelectors: ['watching', (call) => `change what ${trail(call)} records`],
    PutInsightSelectors: ['watching', (call) => `change the Insights of ${trail(call)}`],
    DeleteEventDataStore: ['watching', ({ of }) => `delete event data store ${of('eventDataStore')}`],
    StopEventDataStoreIngestion: ['watching', ({ of }) => `stop event data store ${of('eventDataStore')}`],
  },
  guardduty: {
    DeleteDetector: ['watching', ({ of }) => `delete GuardDuty detector ${of('detectorId')}`],
    UpdateDetector: ['watching', ({ of }) => `change GuardDuty detector ${of('detectorId')}`],
  },
  securityhub: { DisableSecurityHub: ['watching', () => 'disable Security Hub'] },
  config: {
    StopConfigurationRecorder: [
      'watching',
      ({ of }) => `stop AWS Config recorder ${of('configurationRecorderName')}`,
    ],
    DeleteConfigurationRecorder: [
      'watching',
      ({ of }) => `delete AWS Config recorder ${of('configurationRecorderName')}`,
    ],
  },
  'access-analyzer': { DeleteAnalyzer: ['watching', ({ of }) => `delete analyzer ${of('analyzerName')}`] },
};

const TELLING: Readonly<Record<string, typeof IAM>> = { iam: IAM, sts: STS, ...WATCHING };

/** What a call means to a responder; undefined for one that is only counted. */
export function tellingCall(service: string, event: string): readonly [Concern, Phrase] | undefined {
  const calls = Object.hasOwn(TELLING, service) ? TELLING[service] : undefined;
  return calls && Object.hasOwn(calls, event) ? calls[event] : undefined;
}
