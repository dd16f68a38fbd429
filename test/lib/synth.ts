import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { type IamLapseProps, IamLapseStack } from '../../lib/iam-lapse-stack';
import { cdkJsonContext } from './cdk-json';

/** The text that the policy parameter is deployed with. */
export const POLICY_TEXT = readFileSync(join(__dirname, '..', '..', 'policy.json'), 'utf8');

/** The CDK leaves behind whatever it synthesizes. */
const assemblies = mkdtempSync(join(tmpdir(), 'iam-lapse-'));

/** For the end of the test file. */
export function removeAssemblies(): void {
  rmSync(assemblies, { recursive: true });
}

/** An app with the context of cdk.json, which bundles nothing. */
export function anApp(context: Readonly<Record<string, unknown>> = {}): App {
  // CDK's own check of the template takes 1.5 s a test file; test/bin/iam-lapse.process.test.ts runs it.
  return new App({
    builtinCloudFormationValidation: false,
    outdir: mkdtempSync(join(assemblies, 'cdk.out-')),
    context: { ...cdkJsonContext(), 'aws:cdk:bundling-stacks': [], ...context },
  });
}

/**
 * The stack as a deployment without any choices has it, but for the notice function, which has tests of its own;
 * not synthesized yet; nothing is bundled.
 */
export function buildStack(
  props: Partial<IamLapseProps> = {},
  context: Readonly<Record<string, unknown>> = {},
): { app: App; stack: IamLapseStack } {
  const app = anApp(context);
  const stack = new IamLapseStack(app, 'IamLapse', {
    emails: [],
    schedule: 'cron(0 7 * * ? *)',
    policyText: POLICY_TEXT,
    newCredentialNotices: false,
    ...props,
  });
  return { app, stack };
}

/** Its template. */
export function synth(props: Partial<IamLapseProps> = {}): Template {
  return Template.fromStack(buildStack(props).stack);
}

/** Loose: what a test compares whole must be whole. */
const Resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) });
export type Resource = z.infer<typeof Resource>;

/** Every resource of a type, by logical id. */
export function resourcesOf(template: Template, type: string): Record<string, Resource> {
  return z.record(z.string(), Resource).parse(template.findResources(type));
}

/** The one resource of a type. */
export function theOnly(template: Template, type: string): Resource {
  const [first, ...others] = Object.values(resourcesOf(template, type));
  if (first === undefined || others.length > 0) throw new Error(`not exactly one ${type}`);
  return first;
}

const Policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({
        Effect: z.string(),
        Action: z.union([z.string(), z.array(z.string())]),
        Resource: z.unknown(),
      }),
    ),
  }),
});

/** Every permission that any policy of the stack gives to a role: `Allow action on resource`, sorted. */
export function permissionsOf(template: Template): string[] {
  return permissionsIn(Object.values(resourcesOf(template, 'AWS::IAM::Policy')));
}

/** Every permission in some policies. */
export function permissionsIn(policies: readonly Resource[]): string[] {
  return policies
    .flatMap(({ Properties }) => Policy.parse(Properties).PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource: on }) =>
      [Action]
        .flat()
        .flatMap((action) => [on].flat().map((resource) => `${Effect} ${action} on ${readable(resource)}`)),
    )
    .toSorted();
}

const Intrinsic = z.union([
  z.strictObject({ Ref: z.string() }),
  z.strictObject({ 'Fn::GetAtt': z.array(z.string()) }),
  z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
  z.strictObject({
    'Fn::Select': z.tuple([z.number(), z.strictObject({ 'Fn::Split': z.tuple([z.string(), z.unknown()]) })]),
  }),
]);

/** A value of a template with its intrinsic functions as people say them: `arn:<AWS::Partition>:iam::...`. */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const call = Intrinsic.parse(value);
  if ('Ref' in call) return `<${call.Ref}>`;
  if ('Fn::GetAtt' in call) return `<${call['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Select' in call) {
    const [index, { 'Fn::Split': split }] = call['Fn::Select'];
    return `<${index} of ${readable(split[1])}>`;
  }
  const [separator, parts] = call['Fn::Join'];
  return parts.map(readable).join(separator);
}
