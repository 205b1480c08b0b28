#!/usr/bin/env bash
# What a running compaction costs those who wait: latencies with five million tasks queued, without a snapshot being written and with one
# after the other, alternating, in one run; and how long the engine's loop took for its turns meanwhile. Prints Markdown.
#
#   QLOAD=/path/to/qload benchmarks/compaction.sh > compaction.md
#
#   JAR, REPS (3), TASKS (5000000), DURABILITY (async), SECONDS_EACH (15), SHAPE (16x1), TMPDIR   as in peers.sh
set -euo pipefail
cd "$(dirname "$0")/.."

: "${QLOAD:?set QLOAD to the compiled load generator}"
JAR=${JAR:-server/target/sluice.jar}
REPS=${REPS:-3}
TASKS=${TASKS:-5000000}
DURABILITY=${DURABILITY:-async}
SECONDS_EACH=${SECONDS_EACH:-15}
SHAPE=${SHAPE:-16x1}
unset "${!SLUICE_@}"

work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-compaction.XXXXXX")
port=$((20000 + SRANDOM % 10000))
java -jar "$JAR" serve --port "$port" --http-port "$((port + 10000))" --data "$work/data" --durability "$DURABILITY" >"$work/log" 2>&1 &
server=$!
snapshots=
trap 'kill $snapshots $server 2>/dev/null || true; wait; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
until grep -q ready "$work/log"; do sleep 0.1; kill -0 "$server"; done

load() {
    local queue=$1
    shift
    "$QLOAD" -x generic-resp --submit 'SUBMIT {queue} {payload}' --claim 'CLAIM {queue}' --complete 'COMPLETE {id} {token}' \
        --id-field 0 --token-field 1 --payload-field 2 -p "$port" -s 64 -q "$queue" "$@" >"$work/load.log" 2>&1 || grep -q RESULT "$work/load.log"
}

# Turns of the loop so far: all, those within 10 ms and those within 25 ms.
turns() {
    curl -sS "http://127.0.0.1:$((port + 10000))/metrics" | awk '
        /^sluice_loop_turn_seconds_bucket/ { match($0, /le="[^"]*"/); le[substr($0, RSTART + 4, RLENGTH - 5)] = $2 }
        END { print le["+Inf"], le["0.01"], le["0.025"] }'
}

compact() { while :; do redis-cli -p "$port" SNAPSHOT >>"$work/snapshots"; done; }

load deep -c 16 -P 32 -m submit -n "$TASKS"
redis-cli -p "$port" QUEUE SET busy KEEP 1000 >/dev/null
redis-cli -p "$port" SNAPSHOT >/dev/null
load busy -c "${SHAPE%x*}" -P "${SHAPE#*x}" -m mixed -d 10
: >"$work/snapshots"
for rep in $(seq "$REPS"); do
    for side in without with; do
        if [ $side = with ]; then
            compact &
            snapshots=$!
        fi
        read -r all within10 within25 < <(turns)
        load busy --base $((rep * 100000000)) -c "${SHAPE%x*}" -P "${SHAPE#*x}" -m mixed -d "$SECONDS_EACH"
        turns | while read -r a b c; do
            echo "$side $((a - all)) $((a - all - b + within10)) $((a - all - c + within25))"
        done >>"$work/turns"
        if [ $side = with ]; then
            kill "$snapshots"
            wait "$snapshots" 2>/dev/null || true
            redis-cli -p "$port" SNAPSHOT >/dev/null
        fi
        awk -v rep="$rep" -v side="$side" '$1 ~ /^(submit|claim|complete)$/ { print rep "\t" side "\t" $1 "\t" $3 "\t" $5 "\t" $7 "\t" $9 }' "$work/load.log" >>"$work/out"
    done
done
awk -F '\t' '{ n[$2 FS $3]++; for (i = 4; i <= 7; i++) { v[$2 FS $3 FS i FS n[$2 FS $3]] = $i } }
    function median(key, i, count,   j, k, t, a) {
        for (j = 1; j <= count; j++) { a[j] = v[key FS i FS j] + 0 }
        for (j = 1; j <= count; j++) { for (k = j + 1; k <= count; k++) { if (a[k] < a[j]) { t = a[j]; a[j] = a[k]; a[k] = t } } }
        return sprintf("%.2f (%.2f–%.2f)", a[int((count + 1) / 2)] / 1000, a[1] / 1000, a[count] / 1000)
    }
    END {
        print "| command | snapshot | p50, ms | p99 | p99.9 | most |\n|---|---|---|---|---|---|"
        split("submit claim complete", commands, " "); split("without with", sides, " ")
        for (c = 1; c <= 3; c++) for (s = 1; s <= 2; s++) {
            key = sides[s] FS commands[c]; line = "| " commands[c] " | " sides[s] " |"
            for (i = 4; i <= 7; i++) line = line " " median(key, i, n[key]) " |"
            print line
        }
    }' "$work/out"
echo
echo "| snapshot | turns of the loop | longer than 10 ms | than 25 ms |"
echo "|---|---|---|---|"
awk '{ t[$1] += $2; s[$1] += $3; l[$1] += $4 } END { for (side in t) print "| " side " | " t[side] " | " s[side] " | " l[side] " |" }' "$work/turns" | sort -r
echo
echo "- $TASKS tasks queued, $DURABILITY, $SHAPE, $SECONDS_EACH s each, $REPS repetitions, $(grep -c OK "$work/snapshots") snapshots written meanwhile, data $(du -sm "$work/data" | cut -f1) MB at the end"
echo "- $(git describe --always --dirty --abbrev=12), $(java -version 2>&1 | tail -1), $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), Linux $(uname -r), $(df --output=source,fstype "$work" | tail -1 | tr -s ' '), $(date -u +%Y-%m-%dT%H:%MZ)"
