/** Texts that look like the name of a user, and are not: none of them may lock anybody. */
export const HOSTILE_NAMES: readonly ((name: string) => string)[] = [
  // Another case. IAM itself finds the user by it.
  (name) => swapCase(name),
  (name) => name.toUpperCase() + name.toLowerCase(),
  (name) => capital(swapCase(name)),
  // Paths and ARNs.
  (name) => `/${name}`,
  (name) => `team/${name}`,
  (name) => `/team/${name}`,
  (name) => `user/${name}`,
  (name) => `../${name}`,
  (name) => `arn:aws-us-gov:iam::123456789012:user/${name}`,
  (name) => `arn:aws-us-gov:iam::999999999999:user/${name}`,
  (name) => `arn:aws-us-gov:iam::123456789012:user/team/${name}`,
  (name) => `123456789012:${name}`,
  // Patterns and lists.
  () => '*',
  () => '?',
  (name) => `${name}*`,
  (name) => `${name.slice(0, 1)}*`,
  (name) => `[${name}]`,
  (name) => `{${name},ada}`,
  (name) => `${name},ada`,
  (name) => `${name};ada`,
  (name) => `${name}|ada`,
  // Root, and nobody.
  () => '<root_account>',
  () => 'ROOT',
  () => 'Root',
  () => '',
  () => ' ',
  () => '\u00A0',
  // Blanks and controls.
  (name) => ` ${name}`,
  (name) => `${name} `,
  (name) => `${name}\n`,
  (name) => `${name}\r\nada`,
  (name) => `${name}\0`,
  (name) => `\t${name}`,
  (name) => `${name}\u200B`,
  (name) => `\u202E${name}`,
  (name) => `\u001B[2K${name}`,
  // Look-alikes: Cyrillic and full-width letters, and one with its accent apart.
  (name) => name.replaceAll(/[aeo]/gi, 'о'),
  (name) => name.replaceAll(/./g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  (name) => `${name}\u0301`,
  // Options, quotes, markup and encodings.
  (name) => `-${name}`,
  (name) => `--${name}`,
  (name) => `--user=${name}`,
  (name) => `"${name}"`,
  (name) => `'${name}'`,
  (name) => `$(${name})`,
  (name) => `<UserName>${name}</UserName>`,
  (name) => `${name}&UserName=ada`,
  (name) => `${name}%0A`,
  (name) => name.replaceAll(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  // Too long: what is left after 64 characters must not be a name.
  (name) => name.padEnd(65, 'x'),
  (name) => `${name}${' '.repeat(64)}`,
  (name) => `${name}@example.com`.repeat(8),
  () => '__proto__',
  () => 'constructor',
];

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Differs from every name that has a letter. */
function swapCase(text: string): string {
  return text.replaceAll(/./g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
