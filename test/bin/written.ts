/** What a command writes, in place of a pipe or a terminal. */
export class Written {
  text = '';
  constructor(readonly isTTY: boolean) {}
  write(text: string): void {
    this.text += text;
  }
}
