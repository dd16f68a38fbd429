import * as z from 'zod';

// What an investigation finds. It is the output of --json, and text and page are made of it. Every text of AWS in it is
// cleaned and cut to a length. investigation.schema.json is generated from here: npm run schema.

/** `2026-11-28T06:41:09Z`. */
const Time = z.iso.datetime();
const Count = z.int().min(0);

/** A list or a fact that IAM gave, or why it did not. */
function read<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('read'), value }),
    z.strictObject({ kind: z.literal('unreadable'), cause: z.string() }),
  ]);
}
export type Read<T> =
  { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unreadable'; readonly cause: string };

const Identity = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('exists'),
    arn: z.string(),
    path: z.string(),
    userId: z.string(),
    created: Time,
    passwordLastUsed: Time.optional(),
  }),
  /** IAM has no such user now. The event history may still have its events. */
  z.strictObject({ kind: z.literal('gone') }),
  z.strictObject({ kind: z.literal('unreadable'), cause: z.string() }),
]);
export type Identity = z.infer<typeof Identity>;

const AccessKey = z.strictObject({
  id: z.string(),
  status: z.string(),
  created: Time,
  /** `none`: never used. */
  lastUsed: read(
    z.union([z.literal('none'), z.strictObject({ at: Time, region: z.string(), service: z.string() })]),
  ),
});
export type AccessKey = z.infer<typeof AccessKey>;

const Credentials = z.strictObject({
  /** The login profile. `none`: the user cannot sign in to the console. */
  password: read(z.union([z.literal('none'), z.strictObject({ created: Time })])),
  accessKeys: read(z.array(AccessKey)),
  mfaDevices: read(z.array(z.strictObject({ serial: z.string(), enabled: Time }))),
  serviceCredentials: read(
    z.array(
      z.strictObject({
        id: z.string(),
        service: z.string(),
        status: z.string(),
        created: Time,
        expires: Time.optional(),
      }),
    ),
  ),
  sshKeys: read(z.array(z.strictObject({ id: z.string(), status: z.string() }))),
  certificates: read(
    z.array(z.strictObject({ id: z.string(), status: z.string(), uploaded: Time.optional() })),
  ),
  groups: read(z.array(z.string())),
  attachedPolicies: read(z.array(z.strictObject({ name: z.string(), arn: z.string() }))),
  inlinePolicies: read(z.array(z.string())),
});
export type Credentials = z.infer<typeof Credentials>;

/** Why a region was asked. */
const Why = z.enum(['iam', 'signIn', 'configured', 'keyUse', 'option']);
export type Why = z.infer<typeof Why>;

const Region = z.strictObject({
  region: z.string(),
  why: z.array(Why),
  pages: Count,
  /** Events of this user that were found here. */
  events: Count,
  /** CloudTrail has more events than the pages that were read. */
  more: z.boolean(),
  /** All events from then on were read. Absent if no event was left, or if it is not known. */
  completeSince: Time.optional(),
  /** Why this region could not be read, or not in full. */
  cause: z.string().optional(),
});
export type Region = z.infer<typeof Region>;

const Span = { count: Count, first: Time, last: Time };
/** Calls that AWS refused because the user lacks a permission. */
const Denied = { denied: Count };

const Change = z.strictObject({
  concern: z.enum(['watching', 'access', 'credentials', 'sessions']),
  event: z.string(),
  service: z.string(),
  /** Such as `make access key AKIA... for user eve`. */
  what: z.string(),
  /** The IAM user that the call names, after it. Without one it was about the caller, or about no user. */
  user: z.string().optional(),
  outcome: z.enum(['done', 'denied', 'failed']),
  error: z.string().optional(),
  region: z.string(),
  ...Span,
});
export type Change = z.infer<typeof Change>;

const SignIn = z.strictObject({
  at: Time,
  region: z.string(),
  outcome: z.enum(['success', 'failure', 'unknown']),
  mfa: z.enum(['yes', 'no', 'unknown']),
  address: z.string(),
  agent: z.string(),
  error: z.string().optional(),
});
export type SignIn = z.infer<typeof SignIn>;

const UsedCredential = z.strictObject({
  kind: z.enum(['accessKey', 'temporary', 'federated', 'console', 'signIn', 'unnamed']),
  /** The id of the access key, or of the temporary credentials. */
  id: z.string().optional(),
  /** The name of the federated user. */
  name: z.string().optional(),
  /** Of an access key: its status now, `not listed`, or `unknown` if the list could not be read. */
  status: z.string().optional(),
  /** Of temporary credentials: when they were issued. */
  issued: Time.optional(),
  mfa: z.boolean().optional(),
  ...Span,
  ...Denied,
  addresses: z.array(z.string()),
});
export type UsedCredential = z.infer<typeof UsedCredential>;

const Address = z.strictObject({
  address: z.string(),
  ...Span,
  ...Denied,
  agents: z.array(z.string()),
  credentials: z.array(z.string()),
});
export type Address = z.infer<typeof Address>;

const Agent = z.strictObject({ agent: z.string(), ...Span });
export type Agent = z.infer<typeof Agent>;

const DeniedCall = z.strictObject({
  event: z.string(),
  service: z.string(),
  error: z.string(),
  resource: z.string().optional(),
  ...Span,
});
export type DeniedCall = z.infer<typeof DeniedCall>;

const Call = z.strictObject({
  event: z.string(),
  service: z.string(),
  readOnly: z.boolean(),
  ...Span,
  ...Denied,
  /** Calls with any other error. */
  failed: Count,
});
export type Call = z.infer<typeof Call>;

const Activity = z.strictObject({
  events: Count,
  first: Time.optional(),
  last: Time.optional(),
  changes: z.array(Change),
  signIns: z.array(SignIn),
  usedCredentials: z.array(UsedCredential),
  addresses: z.array(Address),
  agents: z.array(Agent),
  denied: z.array(DeniedCall),
  calls: z.array(Call),
});
export type Activity = z.infer<typeof Activity>;

const LeftOut = z.strictObject({
  /** By an earlier user of the same name, who was deleted. */
  namesake: Count,
  /** By somebody else whose name is the same, such as a role session. */
  other: Count,
  /** CloudTrail's record could not be understood. */
  unreadable: Count,
});
export type LeftOut = z.infer<typeof LeftOut>;

export const Investigation = z.strictObject({
  version: z.literal(1),
  account: z.string(),
  partition: z.string(),
  /** The name as IAM spells it, or as you did if IAM does not say. */
  user: z.string(),
  at: Time,
  from: Time,
  hours: z.int().min(1),
  identity: Identity,
  /** Absent if the user is gone. */
  credentials: Credentials.optional(),
  regions: z.array(Region),
  activity: Activity,
  leftOut: LeftOut,
});
export type Investigation = z.infer<typeof Investigation>;
