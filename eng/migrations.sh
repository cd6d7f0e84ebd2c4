#!/usr/bin/env bash
# Adds one migration to every provider and both contexts: eng/migrations.sh AddStock
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?the migration needs a name}
dotnet tool restore >/dev/null
dotnet build host/Cli -v q -clp:ErrorsOnly
for provider in Sqlite PostgreSql SqlServer; do
  for context in Host App; do
    dotnet ef migrations add "$name" --no-build -p "src/Data.$provider" -s host/Cli -c "${context}Db" -o "Migrations/$context" -- "$provider" |
      grep -v -E '^(Build|To undo)' || true
  done
done
