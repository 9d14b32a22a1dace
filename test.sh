#!/usr/bin/env bash
# Restores, builds and runs every test. Where the real Orleans packages restore, the suite runs on them and on the stand-in;
# ORLEANS=packages|local runs one of the two. Arguments go to dotnet test, for example: ./test.sh --filter Name~Golden
# The last line counts: "N passed, N failed, N skipped".
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
export DOTNET_TieredPGO=0                                              # processes that live for seconds only pay for it
. eng/orleans.sh

forced=${ORLEANS:-}
orleans_choose
flavors=("$ORLEANS")
if [ -z "$forced" ] && [ "$ORLEANS" = packages ]; then flavors=(packages local); fi

passed=0 failed=0 skipped=0
count() { # one attribute of a result file's counters
    sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

failures() { # the failed tests of a result file and how their messages begin
    [ -f "$2" ] || return
    awk -v flavor="$1" '
        /<UnitTestResult / { failed = /outcome="Failed"/; if (failed) { match($0, /testName="[^"]*"/); print "== Failed on Orleans " flavor ": " substr($0, RSTART + 10, RLENGTH - 11) } }
        failed && /<Message>/ { lines = 5; sub(/.*<Message>/, "") }
        lines > 0 { over = sub(/<\/Message>.*/, ""); print "   " $0; lines = over ? 0 : lines - 1 }' "$2"
}

for flavor in "${flavors[@]}"; do
    export ORLEANS=$flavor
    # Of two runs the dearest walks go everywhere on the stand-in, where they cost least, and on the packages walk the seeds after those.
    seeds=()
    if [ ${#flavors[@]} -gt 1 ] && [ "$flavor" = packages ]; then
        seeds=("VISIBILITY_SEEDS=${VISIBILITY_SEEDS:-4-4}" "CONVERGENCE_SEEDS=${CONVERGENCE_SEEDS:-3-3}")
    fi
    results=artifacts/test-results/$flavor
    rm -rf "$results"
    echo "== Building on Orleans: $flavor"
    # The compiler stays for the next project, which halves the time where the machine's own settings forbid it; at the end it is sent away.
    if ! dotnet build OrleansChat.sln -c Release --verbosity quiet -clp:NoSummary -p:UseSharedCompilation=true; then
        echo "The build on Orleans '$flavor' failed."
        failed=$((failed + 1))
        continue
    fi
    echo "== Testing on Orleans: $flavor"
    env "${seeds[@]}" dotnet test OrleansChat.sln -c Release --no-build --verbosity quiet --logger "console;verbosity=normal" --logger "trx;LogFileName=tests.trx" --results-directory "$results" "$@" \
        | grep -vE --line-buffered '^ +Passed |^\[xUnit.net|^Test run for|^A total of|^VSTest|^Starting test|^$'
    ended=${PIPESTATUS[0]}
    trx=$results/tests.trx
    if [ ! -f "$trx" ]; then
        echo "The tests on Orleans '$flavor' ended without a result."
        failed=$((failed + 1))
        continue
    fi
    p=$(count "$trx" passed) f=$(count "$trx" failed) total=$(count "$trx" total) executed=$(count "$trx" executed)
    if [ "$ended" -ne 0 ] && [ "$f" -eq 0 ]; then
        echo "The tests on Orleans '$flavor' did not run to their end."
        f=1
    fi
    echo "== Orleans $flavor: $p passed, $f failed, $((total - executed)) skipped"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + total - executed))
done

dotnet build-server shutdown --vbcscompiler > /dev/null 2>&1
for flavor in "${flavors[@]}"; do                                      # once more, where nobody has to look for them
    failures "$flavor" "artifacts/test-results/$flavor/tests.trx"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
