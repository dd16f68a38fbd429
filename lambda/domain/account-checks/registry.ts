import type { Check } from './check';
import { consoleMfa } from './checks/console-mfa';
import { keyRotation } from './checks/key-rotation';
import { keysAtSetup } from './checks/keys-at-setup';
import { noCredentials } from './checks/no-credentials';
import { noExemption } from './checks/no-exemption';
import { passwordPolicy } from './checks/password-policy';
import { rootAccessKey } from './checks/root-access-key';
import { rootMfa } from './checks/root-mfa';
import { rootUsed } from './checks/root-used';
import { serviceCredentials } from './checks/service-credentials';
import { signingCertificates } from './checks/signing-certificates';
import { sshKeys } from './checks/ssh-keys';
import { twoActiveKeys } from './checks/two-active-keys';

/** All checks. How to add one: docs/architecture.md, "An account check". */
export const CHECKS: readonly Check[] = [
  rootAccessKey,
  rootMfa,
  rootUsed,
  consoleMfa,
  passwordPolicy,
  keyRotation,
  twoActiveKeys,
  keysAtSetup,
  noCredentials,
  noExemption,
  serviceCredentials,
  sshKeys,
  signingCertificates,
];
