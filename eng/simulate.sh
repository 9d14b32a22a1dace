#!/usr/bin/env bash
# Runs the simulated floor with many seeds, on the stand-in, and stops at the first that fails: eng/simulate.sh [seeds] [first seed].
# Without arguments 100,000 seeds from 1001 on; the suite has the first thousand. Ends with 0, or with 1 and the story of the seed.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off ORLEANS=local DOTNET_gcConcurrent=0
seeds=${1:-100000} first=${2:-1001}
batch=500            # a minute where nothing else runs, so that there is progress to see
batch_limit=3600     # seconds: whatever hangs is a failure

for number in "$seeds" "$first"; do
    case "$number" in ''|*[!0-9]*) echo "Use: eng/simulate.sh [seeds] [first seed]" >&2; exit 2 ;; esac
done
dotnet build src/Tests -c Release --verbosity quiet -clp:NoSummary || exit 1

last=$((first + seeds - 1))
started=$SECONDS
for ((from = first; from <= last; from += batch)); do
    to=$((from + batch - 1 < last ? from + batch - 1 : last))
    if ! output=$(ORLEANSCHAT_SEEDS=$from-$to timeout "$batch_limit" dotnet test src/Tests -c Release --no-build --verbosity quiet \
        --logger "console;verbosity=normal" --filter "FullyQualifiedName~FloorSimulationTests.Every_promise" 2>&1); then
        echo "$output" | grep -vE '^\[xUnit.net|^Test run for|^VSTest|^Starting test|^A total of|^$'
        echo "Among the seeds $from to $to is one that fails."
        exit 1
    fi
    # A filter that finds nothing, after a renaming, is a success to dotnet.
    if ! grep -qE 'Passed: +[1-9]' <<<"$output"; then
        echo "$output"
        echo "No test ran for the seeds $from to $to: nothing is known of them." >&2
        exit 1
    fi
    echo "Seeds $first to $to hold ($((SECONDS - started)) s)."
done
echo "All $seeds seeds hold."
