#!/usr/bin/env bash
# Measures the server and prints one table: ./bench/run.sh [--seconds=20] [--only=rate,latency,catchup,flood,bad,idle,held,failover,control] [--cluster=2x1] [--Section:Key=value …]
# Real Orleans where it restores (ORLEANS=packages|local forces one), journal on disk, the load beside the server on the same machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/orleans.sh
orleans_choose
for program in Server LocalCluster; do dotnet build "src/$program" -c Release --verbosity quiet --nologo; done
dotnet build bench -c Release --verbosity quiet --nologo
exec dotnet "artifacts/$ORLEANS/bin/Bench/release/OrleansChat.Bench.dll" --server="artifacts/$ORLEANS/bin/Server/release/OrleansChat.Server.dll" "$@"
