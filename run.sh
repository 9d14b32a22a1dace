#!/usr/bin/env bash
# Builds the server and runs it: the silo, the API and the journal in one process. Needs the .NET 10 SDK and nothing else.
#
#   ./run.sh                                   http://127.0.0.1:8090, everything durable in ./data
#   ./run.sh --urls http://0.0.0.0:9000 --data /var/lib/orleanschat --config people.json
#   ./run.sh --Supervision:AutoJoin=true       any setting: --Section:Key=value, or the environment variable Section__Key
#   printf '%s' 'a password' | ./run.sh hash-password
set -euo pipefail

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2
    exit 1
fi

caller_folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
{
    source eng/orleans.sh
    orleans_choose
    echo "Building (the first time takes a minute) …"
    if ! build_output=$(dotnet build src/Server -c Release --verbosity quiet --nologo 2>&1); then
        printf '%s\n' "$build_output"
        exit 1
    fi
} >&2

server=$PWD/artifacts/$ORLEANS/bin/Server/release/OrleansChat.Server.dll
cd "$caller_folder"
exec dotnet "$server" "$@"
