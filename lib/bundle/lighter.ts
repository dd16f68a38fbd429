import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'esbuild';
import * as z from 'zod';

const AWS = join(__dirname);

/** Whole packages that Lambda has no use for, and what stands in their place; each file says why. */
const INSTEAD = {
  '@aws-sdk/credential-provider-node': join(AWS, 'lambda-credentials.ts'),
  '@smithy/core/event-streams': join(AWS, 'no-event-streams.ts'),
};

/**
 * Leaves out of the bundle what the function never runs: all of it is loaded and held at every cold start.
 * What the rest does stays the same.
 */
export const lighter: Plugin = {
  name: 'lighter',
  setup(build) {
    for (const [name, path] of Object.entries(INSTEAD)) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path }));
    }
    // The SDK reads `version` for its user agent and takes the list of its scripts along.
    build.onLoad({ filter: /@aws-sdk\/client-\w+\/package\.json$/ }, ({ path }) => ({
      loader: 'json',
      contents: JSON.stringify(Version.parse(JSON.parse(readFileSync(path, 'utf8')))),
    }));
    build.onLoad({ filter: /\/node_modules\/.*\.m?js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return { loader: 'js', contents: `${lightened(path, text)}\n${withoutMap(path)}` };
    });
  },
};

const Version = z.object({ version: z.string() });

function lightened(path: string, text: string): string {
  const client = /@aws-sdk\/client-(\w+)\/dist-es\/schemas\/schemas_0\.js$/.exec(path)?.[1];
  if (client !== undefined) {
    const errors = ERRORS[client];
    return literalKeys(errors ? withErrorsOf(errors, text) : text);
  }
  if (/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/.test(path)) return refusals(text);
  return text;
}

/** What a service may answer to our few calls. */
const ERRORS: Readonly<Record<string, ReadonlySet<string>>> = {
  iam: new Set([
    'CredentialReportExpiredException',
    'CredentialReportNotPresentException',
    'CredentialReportNotReadyException',
    'EntityTemporarilyUnmodifiableException',
    'InvalidInputException',
    'LimitExceededException',
    'NoSuchEntityException',
    'ServiceFailureException',
    'ServiceNotSupportedException',
  ]),
  // GetObject, PutObject
  s3: new Set([
    'AccessDenied',
    'InvalidObjectState',
    'InvalidRequest',
    'NoSuchBucket',
    'NoSuchKey',
    'NotFound',
  ]),
  // GetParameters
  ssm: new Set([
    'InternalServerError',
    'InvalidKeyId',
    'AccessDeniedException',
    'ThrottlingException',
    'ValidationException',
  ]),
  // Publish, GetTopicAttributes
  sns: new Set([
    'AuthorizationErrorException',
    'EndpointDisabledException',
    'InternalErrorException',
    'InvalidParameterException',
    'InvalidParameterValueException',
    'InvalidSecurityException',
    'KMSAccessDeniedException',
    'KMSDisabledException',
    'KMSInvalidStateException',
    'KMSNotFoundException',
    'KMSOptInRequired',
    'KMSThrottlingException',
    'NotFoundException',
    'PlatformApplicationDisabledException',
    'ThrottledException',
    'ValidationException',
  ]),
};

/**
 * SSM has 140 classes of errors, more code than its client. One that is not registered reaches us as the SDK's base
 * class, with its name and message, and nothing of ours asks for a class of these.
 */
export function withErrorsOf(kept: ReadonlySet<string>, text: string): string {
  return text.replaceAll(/^n0_registry\.registerError\((\w+)\$, \w+\);$/gm, (line, name: string) =>
    kept.has(name) ? line : '',
  );
}

/**
 * `{ [_xN]: ... }` as `{ "x": ... }` where the file says `const _xN = "x"`: the same object. esbuild keeps whatever
 * has a computed key, because computing one may do something, and with it the schemas of all of S3 and SSM.
 */
export function literalKeys(text: string): string {
  const constants = new Map(
    [...text.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return text.replaceAll(/\[(_\w+)\]:/g, (key, name) => `${constants.get(name) ?? key.slice(0, -1)}:`);
}

/** The functions that write JSON schema: policy.schema.json is written by the developer, not by the function. */
function refusals(text: string): string {
  const names = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  const refuse = 'const refuse = () => { throw new Error("JSON schema is left out of the bundle"); };';
  return [refuse, ...names.map((name) => `export const ${name} = () => refuse;`)].join('\n');
}

/**
 * Node reads the whole source map before it runs the first line (--enable-source-maps), so the map has our own files
 * line by line and a dependency's only by name: one mapping, at its beginning.
 */
function withoutMap(path: string): string {
  const map = { version: 3, sources: [basename(path)], mappings: 'AAAA' };
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
}
