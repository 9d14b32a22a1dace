#!/usr/bin/env bash
# Builds the server and runs it: the silo, the API and the journal in one process. Needs the .NET 10 SDK and nothing else.
# Or runs a cluster on this machine: silos and API hosts as separate processes, with PostgreSQL.
#
#   ./run.sh                                   http://127.0.0.1:8090, everything durable in ./data
#   ./run.sh --urls http://0.0.0.0:9000 --data /var/lib/orleanschat --config people.json
#   ./run.sh --Supervision:AutoJoin=true       any setting: --Section:Key=value, or the environment variable Section__Key
#   printf '%s' 'a password' | ./run.sh hash-password
#   ./run.sh --cluster 3x2                     3 silos, and 2 API hosts on 8090 and 8091, with a PostgreSQL of its own in ./data
#   ./run.sh --cluster 3x2 --postgres 'Host=…;Database=…;Username=…;Passfile=…' [--no-respawn]
set -euo pipefail

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2
    exit 1
fi

program=Server
for argument in "$@"; do
    case "$argument" in --cluster|--cluster=*) program=LocalCluster ;; esac
done

caller_folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
{
    source eng/orleans.sh
    orleans_choose
    if [ "$program" = LocalCluster ] && [ "$ORLEANS" = local ]; then
        echo "A cluster needs the packages of Microsoft Orleans; the stand-in is one process." >&2
        exit 2
    fi
    echo "Building (the first time takes a minute) …"
    if ! build_output=$(dotnet build "src/$program" -c Release --verbosity quiet --nologo 2>&1); then
        printf '%s\n' "$build_output"
        exit 1
    fi
} >&2

bin=$PWD/artifacts/$ORLEANS/bin
cd "$caller_folder"
if [ "$program" = LocalCluster ]; then
    exec dotnet "$bin/LocalCluster/release/OrleansChat.LocalCluster.dll" "$bin/Silo/release/OrleansChat.Silo.dll" "$bin/ApiHost/release/OrleansChat.ApiHost.dll" "$@"
fi
exec dotnet "$bin/Server/release/OrleansChat.Server.dll" "$@"
