/** The text of `--help`. */
export const USAGE = `usage: npm run investigate -- USER [options]

Shows what the IAM user did lately, and which credentials it has now. It reads IAM
and CloudTrail's event history with your AWS credentials, and changes nothing.
docs/incident.md explains the output and lists the permissions.

  --hours N             how far to look back, 1 to 2160 (default: 24)
  --regions A,B         also look in these regions
  --pages N             read at most N pages of 50 events for each lookup
                        (default: 4); every region has one lookup by the name of
                        the user, and one by each access key
  --json                print everything as JSON, with every line that the text
                        leaves out
  --html FILE           also write a page for the browser
  -h, --help            print this help

Exit code: 0; 2 for bad input, such as a name that no user has or had; 1 if nothing
could be read. What could not be read in part is listed in the output.`;
