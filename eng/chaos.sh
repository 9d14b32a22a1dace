#!/usr/bin/env bash
# The faults that a cluster of processes must survive: kills, freezes, cut cables, clients that stop reading, a database that goes away, is slow or full, a busy
# machine, a rolling restart, everything at once. The short run of kills that is part of every suite is left out: the long one has its kills. Needs the packages of Microsoft Orleans and PostgreSQL; cut cables and full disks need root, and are skipped
# without. Arguments go to dotnet test. ORLEANSCHAT_SEED=n repeats the texts of a run, CHAOS_LOGS=1 keeps what the processes logged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/orleans.sh
orleans_choose
if [ "$ORLEANS" = local ]; then
    echo "A cluster needs the packages of Microsoft Orleans; the stand-in is one process." >&2
    exit 2
fi

export DOTNET_TieredPGO=0                                              # processes that live for seconds only pay for it
dotnet build src/Tests -c Release --verbosity quiet -clp:NoSummary -p:UseSharedCompilation=true
dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1 || true
results=artifacts/chaos
TIME_MAX=600                                                           # seconds; on two quiet cores it takes eight minutes
rm -rf "$results"
CHAOS=1 timeout "$TIME_MAX" dotnet test src/Tests -c Release --no-build --verbosity quiet --filter "FullyQualifiedName~ChaosTests&FullyQualifiedName!~A_killed_silo_and_a_killed_api_host" \
    --logger "console;verbosity=detailed" --logger "trx;LogFileName=chaos.trx" --results-directory "$results" "$@" ||
    { status=$?; [ $status -ne 124 ] || echo "Not done after $TIME_MAX s." >&2; exit $status; }
# A run in which every test was skipped has shown nothing.
grep -q '<Counters [^>]*passed="[1-9]' "$results/chaos.trx" || { echo "No fault was tried." >&2; exit 1; }
