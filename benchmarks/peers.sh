#!/usr/bin/env bash
# Sluice beside Redis (a queue of atomic Lua scripts) and beanstalkd, on this machine, in one run. Prints Markdown.
#
#   QLOAD=/path/to/qload benchmarks/peers.sh > peers.md
#
# QLOAD is the load generator, compiled; README.md says what it does. The rest can be set in the environment too:
#   JAR       the server (server/target/sluice.jar)
#   REPS      repetitions (5)
#   SHAPES    connections x in flight on each ("64x16 64x1 1x1")
#   SIDES     who takes part, see sides below
#   SCRIPT    the model of the queue in Redis: redis-lua, a hash a task, or redis-lean, a hash a queue (redis-lua)
#   WARM_S    seconds of load before each measurement (4)
#   SCALE     multiplies the number of tasks, for a trial: 0.01 (1)
#   OUT       where the raw results go (benchmarks/target/peers.tsv)
#   TMPDIR    where the data directories are made; must be on the disk that is to be measured
set -euo pipefail
cd "$(dirname "$0")/.."

sides=(sluice-fsync redis-always beanstalkd-fsync sluice-async redis-none beanstalkd-none)

: "${QLOAD:?set QLOAD to the compiled load generator}"
JAR=${JAR:-server/target/sluice.jar}
REPS=${REPS:-5}
SHAPES=${SHAPES:-64x16 64x1 1x1}
SIDES=${SIDES:-${sides[*]}}
SCRIPT=${SCRIPT:-redis-lua}
WARM_S=${WARM_S:-4}
SCALE=${SCALE:-1}
OUT=${OUT:-benchmarks/target/peers.tsv}
unset "${!SLUICE_@}"

[ -x "$QLOAD" ] || { echo "peers.sh: cannot run $QLOAD" >&2; exit 2; }
[ -f "$JAR" ] && [ "$(stat -c %Y "$JAR")" -lt "$(git log -1 --format=%ct)" ] && echo "peers.sh: $JAR is older than the commit" >&2
[ -f "$JAR" ] || { echo "peers.sh: no $JAR: build it with mvn -q -DskipTests package" >&2; exit 2; }

# A limit that never closes: the script in Redis minds one in any case.
limit=10000000/1s

work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-peers.XXXXXX")
server=
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

stop() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    for _ in $(seq 100); do
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    kill -9 "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port
    while port=$((20000 + SRANDOM % 10000)); answers "$port"; do :; done
    echo "$port"
}

# The command that serves, by side, port and an empty directory.
command_of() {
    local side=$1 port=$2 dir=$3
    case $side in
    sluice-*) echo "java -jar $JAR serve --port $port --data $dir/data --durability ${side#sluice-}" ;;
    redis-always) echo "redis-server --port $port --bind 127.0.0.1 --dir $dir --save '' --appendonly yes --appendfsync always --auto-aof-rewrite-percentage 0" ;;
    redis-none) echo "redis-server --port $port --bind 127.0.0.1 --dir $dir --save '' --appendonly no" ;;
    beanstalkd-fsync) echo "beanstalkd -l 127.0.0.1 -p $port -b $dir -f 0" ;;
    beanstalkd-none) echo "beanstalkd -l 127.0.0.1 -p $port" ;;
    *) echo "peers.sh: no side $side" >&2; return 2 ;;
    esac
}

start() {
    local side=$1 port=$2 dir=$3 line
    line=$(command_of "$side" "$port" "$dir")
    eval "exec $line" >"$dir.log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        answers "$port" && return
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    echo "peers.sh: $side did not start:" >&2
    cat "$dir.log" >&2
    return 1
}

drive() {
    local side=$1 port=$2
    shift 2
    local how
    case $side in
    sluice-*) how=(-x generic-resp --submit 'SUBMIT {queue} {payload} ID {id}' --claim 'CLAIM {queue}'
        --complete 'COMPLETE {id} {token}' --setup "QUEUE SET {queue} LIMIT $limit" --id-field 0 --token-field 1 --payload-field 2) ;;
    redis-*) how=(-x "$SCRIPT") ;;
    beanstalkd-*) how=(-x beanstalk) ;;
    esac
    "$QLOAD" "${how[@]}" -p "$port" -s 64 --pid "$server" "$@" >"$work/load.log" || { cat "$work"/*.log >&2; return 1; }
}

# Tasks of one measurement: about two seconds or more for each side, and what can be waited for.
tasks_of() {
    local side=$1 shape=$2 tasks
    case $shape in
    64x16) tasks=400000 ;;
    64x1) tasks=200000 ;;
    *) tasks=20000 ;;
    esac
    case $side in
    beanstalkd-fsync) tasks=$((tasks / 8)) ;;
    esac
    awk -v n="$tasks" -v scale="$SCALE" 'BEGIN { n *= scale; printf "%d", n < 1000 ? 1000 : n }'
}

measure() {
    local rep=$1 shape=$2 side=$3 port dir tasks
    port=$(free_port)
    dir=$work/run
    tasks=$(tasks_of "$side" "$shape")
    mkdir "$dir"
    start "$side" "$port" "$dir"
    drive "$side" "$port" -q warm -c 64 -P 16 -m mixed -d "$WARM_S"
    # Other ids than those of the warm-up: Sluice still knows them.
    drive "$side" "$port" -q q --base 1000000000 -c "${shape%x*}" -P "${shape#*x}" -m submit,claim -n "$tasks"
    awk -v rep="$rep" -v shape="$shape" -v side="$side" '$1 == "RESULT" {
            for (i = 2; i <= NF; i++) { split($i, kv, "="); v[kv[1]] = kv[2] }
            split(v[v["phase"] == "submit" ? "submit_us" : "cycle_us"], us, "/")
            print rep "\t" shape "\t" side "\t" v["phase"] "\t" v["n"] "\t" v["per_s"] "\t" us[1] "\t" us[2] "\t" 1e6 * v["server_cpu"] / v["n"]
        }' "$work/load.log" >>"$OUT"
    stop
    rm -rf "$dir" "$dir.log"
}

machine() {
    local jar_commit=${COMMIT:-$(git describe --always --dirty --abbrev=12)}
    echo "- Sluice: commit $jar_commit, started as \`$(command_of sluice-fsync PORT DIR)\` (or \`async\`), queue as it is by default (KEEP 5m: every completed task stays known) but for LIMIT $limit"
    echo "- Redis: $SCRIPT, $(redis-server --version | cut -d' ' -f3), started as \`$(command_of redis-always PORT DIR)\` and \`$(command_of redis-none PORT DIR)\`"
    echo "- beanstalkd: $(beanstalkd -v | cut -d' ' -f2), started as \`$(command_of beanstalkd-fsync PORT DIR)\` and \`$(command_of beanstalkd-none PORT DIR)\`"
    echo "- JVM: $(java -version 2>&1 | tail -1), no options"
    echo "- Machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), Linux $(uname -r); load generator on the same cores"
    echo "- Disk: $(df --output=source,fstype "$work" | tail -1 | tr -s ' ')"
    echo "- Processor time taken by other guests meanwhile: $(echo "$1 $(ticks)" | awk '{ printf "%.1f %%", 100 * ($4 - $2) / ($3 - $1) }')"
    echo "- $(date -u +%Y-%m-%dT%H:%MZ), $REPS repetitions, payloads of 64 bytes, $WARM_S s of load before each measurement"
}

# Time of all processors so far, and what of it another guest took, in ticks.
ticks() { awk '$1 == "cpu" { print $2 + $3 + $4 + $5 + $6 + $7 + $8 + $9, $9 }' /proc/stat; }

mkdir -p "$(dirname "$OUT")"
: >"$OUT"
read -ra order <<<"$SIDES"
began=$(ticks)
for rep in $(seq "$REPS"); do
    for shape in $SHAPES; do
        for i in "${!order[@]}"; do
            side=${order[(i + rep - 1) % ${#order[@]}]}
            echo "repetition $rep of $REPS, $shape, $side" >&2
            measure "$rep" "$shape" "$side"
        done
    done
done

machine "$began"
awk -F '\t' -v sides="$SIDES" -v shapes="$SHAPES" -f benchmarks/peers.awk "$OUT"
