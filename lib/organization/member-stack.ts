import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  CfnParameter,
  type DockerImageAssetSource,
  type FileAssetSource,
  type ISynthesisSession,
  type IStackSynthesizer,
  LegacyStackSynthesizer,
  Stack,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MemberRole } from './member-role';

export interface MemberStackProps {
  /** @default - a parameter of the template */
  readonly centralAccountId?: string;
  /** @default - a parameter of the template */
  readonly organizationId?: string;
  /**
   * Leave the IAM write actions out of the role.
   * @default false
   */
  readonly reportOnly?: boolean;
}

/** The names of the template's parameters. */
export const MEMBER_PARAMETERS = {
  centralAccountId: 'CentralAccountId',
  organizationId: 'OrganizationId',
} as const;

/**
 * What each member account gets. A StackSet never reaches the management account, so this is also a stack of its own for
 * that account. In a StackSet's template the two ids are parameters, because it cannot refer to the stack that has it. Where
 * they are known they stand in the template: on a second deploy, the CDK would keep the first values of parameters.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, props: MemberStackProps = {}) {
    super(scope, id, {
      description: 'iam-lapse: lets the central account sweep the IAM credentials of this account',
      synthesizer: new WithoutBootstrap(),
      analyticsReporting: false,
    });
    const { centralAccountId, organizationId, reportOnly = false } = props;
    new MemberRole(this, 'Member', {
      centralAccountId: centralAccountId ?? this.parameter('centralAccountId'),
      organizationId: organizationId ?? this.parameter('organizationId'),
      reportOnly,
    });
  }

  private parameter(name: keyof typeof MEMBER_PARAMETERS): string {
    return new CfnParameter(this, MEMBER_PARAMETERS[name], PARAMETERS[name]).valueAsString;
  }
}

const PARAMETERS = {
  centralAccountId: {
    description: 'The account with the iam-lapse deployment of the organization',
    allowedPattern: String.raw`^\d{12}$`,
  },
  organizationId: {
    description: 'The organization, o-...',
    allowedPattern: '^o-[a-z0-9]{10,32}$',
  },
} as const;

/**
 * A member account need not be bootstrapped: the credentials of the command line deploy the stack. It delegates, because
 * the CDK's own class does not fit the interface under `exactOptionalPropertyTypes`.
 */
class WithoutBootstrap implements IStackSynthesizer {
  private readonly classic = new LegacyStackSynthesizer();

  bind(stack: Stack): void {
    this.classic.bind(stack);
  }

  addFileAsset(asset: FileAssetSource) {
    return this.classic.addFileAsset(asset);
  }

  addDockerImageAsset(asset: DockerImageAssetSource) {
    return this.classic.addDockerImageAsset(asset);
  }

  synthesize(session: ISynthesisSession): void {
    this.classic.synthesize(session);
  }
}

/** The template as text: for a StackSet, and for people who bring it to their accounts in another way. */
export function memberTemplate(props: MemberStackProps = {}): string {
  const outdir = mkdtempSync(join(tmpdir(), 'iam-lapse-member-'));
  try {
    // An app of its own: in the one that is being synthesized, it would become a stack that somebody deploys.
    const app = new App({ outdir, treeMetadata: false });
    const { stackName } = new MemberStack(app, 'IamLapseMember', props);
    const template: unknown = app.synth().getStackByName(stackName).template;
    return JSON.stringify(template, null, 1);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
