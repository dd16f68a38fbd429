#!/usr/bin/env bash
# `npm run test:matrix [-- MAJOR...]`: the tests on the newest Node 20, 22 and 24, one after the other, and a line
# for each at the end. npm's package `node` supplies the binaries, into a folder that is removed again.
#
# What is run is all of `npm run test:all`, with the random input of `npm test`, but the tests that take minutes to go
# through thousands of histories, faults and kills: those ask for the same JavaScript again and again. With MATRIX=all
# they are run too.
set -uo pipefail
cd "$(dirname "$0")/.."

majors=("$@")
[ ${#majors[@]} -gt 0 ] || majors=(20 22 24)
# The command line replaces what the configuration leaves out, so it is said again.
mapfile -t left_out < <(node -p 'require("./jest.all.config.js").testPathIgnorePatterns.join("\n")')
skip=(--testPathIgnorePatterns "${left_out[@]}")
[ "${MATRIX:-}" = all ] || skip+=('\.long\.test\.ts$' /test/lambda/crashes/)
export LAW_RUNS="${LAW_RUNS:-10}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
report=()
for major in "${majors[@]}"; do
  if ! npm install --silent --no-audit --no-fund --prefix "$work/$major" "node@$major" > "$work/$major.log" 2>&1; then
    cat "$work/$major.log"
    report+=("Node $major: could not be installed")
    failed=1
    continue
  fi
  bin="$work/$major/node_modules/node/bin"
  version=$("$bin/node" --version)
  echo "== Node $version"
  started=$SECONDS
  # Child processes (the command line, the bundle) are to be of that version too.
  PATH="$bin:$PATH" timeout 900 "$bin/node" node_modules/jest/bin/jest.js --config jest.all.config.js --silent --reporters=summary \
    "${skip[@]}" --json --outputFile="$work/$major.json"
  status=$?
  [ $status -eq 0 ] || failed=1
  counts=$("$bin/node" -p '
    const run = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    `${run.numPassedTests} passed, ${run.numFailedTests} failed, ${run.numPendingTests} skipped`' \
    "$work/$major.json" 2> /dev/null) || counts="did not end within 15 minutes"
  report+=("Node $version: $counts, $((SECONDS - started)) s")
done
echo
printf '%s\n' "${report[@]}"
exit $failed
