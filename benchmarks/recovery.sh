#!/usr/bin/env bash
# How long a start takes with a million and five million tasks queued, beside Redis and beanstalkd, in one run. Prints Markdown.
#
#   QLOAD=/path/to/qload benchmarks/recovery.sh > recovery.md
#
# Each side gets the same tasks (64 bytes of payload, 16-character ids where there are ids), is stopped, and is started REPS times; the time is
# that from the exec to the first answer that is not LOADING. Sides: sluice-killed and sluice-closed (fsync promised at the
# start that is measured; the journal as submits left it, after kill -9 and after SIGTERM), sluice-snapshot (after SNAPSHOT and kill -9),
# redis-aof (append-only file as it was written), redis-rdb (the same rewritten with an RDB preamble), beanstalkd.
#   JAR REPS (3) TASKS ("1000000 5000000") SIDES TMPDIR   as in peers.sh
set -euo pipefail
cd "$(dirname "$0")/.."

: "${QLOAD:?set QLOAD to the compiled load generator}"
JAR=${JAR:-server/target/sluice.jar}
REPS=${REPS:-3}
TASKS=${TASKS:-1000000 5000000}
SIDES=${SIDES:-sluice-killed sluice-closed sluice-snapshot redis-aof redis-rdb beanstalkd}
unset "${!SLUICE_@}"

work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-recovery.XXXXXX")
server=
port=0
trap 'kill -9 $server 2>/dev/null || true; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { while port=$((20000 + SRANDOM % 10000)); answers "$port"; do :; done; }

start() {
    local side=$1 dir=$2 durability=${3:-fsync}
    case $side in
    sluice-*) java -jar "$JAR" serve --port "$port" --data "$dir/data" --durability "$durability" >>"$dir.log" 2>&1 & ;;
    redis-*) redis-server --port "$port" --bind 127.0.0.1 --dir "$dir" --save '' --appendonly yes --appendfsync everysec \
        --auto-aof-rewrite-percentage 0 --aof-use-rdb-preamble yes >>"$dir.log" 2>&1 & ;;
    beanstalkd) beanstalkd -l 127.0.0.1 -p "$port" -b "$dir" -F >>"$dir.log" 2>&1 & ;;
    esac
    server=$!
}

# One question and its answer; fails while there is no whole answer other than LOADING.
ask() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
    case $1 in
    beanstalkd) printf 'stats-tube q\r\n' >&3 ;;
    *) printf '*1\r\n$4\r\nPING\r\n' >&3 ;;
    esac
    read -r -t 60 line <&3 || { exec 3>&-; return 1; }
    exec 3>&-
    [[ $line != *LOADING* ]]
}

await() { until ask "$1" 2>/dev/null; do sleep 0.005; kill -0 "$server" || { cat "$work"/*.log >&2; return 1; }; done; }

end() {
    kill "-$1" "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}

fill() {
    local side=$1 tasks=$2 how
    case $side in
    sluice-*) how=(-x generic-resp --submit 'SUBMIT {queue} {payload} ID {id}' --claim 'CLAIM {queue}' --complete 'COMPLETE {id} {token}'
        --id-field 0 --token-field 1 --payload-field 2) ;;
    redis-*) how=(-x redis-lua) ;;
    beanstalkd) how=(-x beanstalk) ;;
    esac
    "$QLOAD" "${how[@]}" -p "$port" -s 64 -q q -c 16 -P 32 -m submit -n "$tasks" >"$work/load.log" 2>&1 || grep -q "submitted=$tasks" "$work/load.log"
}

prepare() {
    local side=$1 tasks=$2 dir=$3
    start "$side" "$dir" async
    await "$side"
    fill "$side" "$tasks"
    case $side in
    sluice-snapshot) redis-cli -p "$port" SNAPSHOT >/dev/null ;;
    redis-rdb)
        redis-cli -p "$port" BGREWRITEAOF >/dev/null
        sleep 1
        while redis-cli -p "$port" INFO persistence | grep -q 'aof_rewrite_in_progress:1'; do sleep 0.2; done
        ;;
    esac
    sleep 1
    case $side in sluice-closed) end TERM ;; *) end KILL ;; esac
}

echo "| tasks | side | start, s: median (least–most) of $REPS | data, MB |"
echo "|---|---|---|---|"
for tasks in $TASKS; do
    for side in $SIDES; do
        dir=$work/$side
        mkdir "$dir"
        free_port
        prepare "$side" "$tasks" "$dir"
        size=$(du -sm "$dir" | cut -f1)
        times=()
        for _ in $(seq "$REPS"); do
            began=$(date +%s%N)
            start "$side" "$dir"
            await "$side"
            times+=($((($(date +%s%N) - began) / 1000000)))
            # A journal that was closed stays so: the next start is to find what this one found.
            case $side in sluice-closed) end TERM ;; *) end KILL ;; esac
        done
        printf '%s\n' "${times[@]}" | sort -n | awk -v tasks="$tasks" -v side="$side" -v size="$size" '{ t[NR] = $1 / 1000 }
            END { printf "| %d | %s | %.2f (%.2f–%.2f) | %d |\n", tasks, side, t[int((NR + 1) / 2)], t[1], t[NR], size }'
        rm -rf "$dir"
    done
done
echo
echo "- $(git describe --always --dirty --abbrev=12), $(java -version 2>&1 | tail -1), $(redis-server --version | cut -d' ' -f3), beanstalkd $(beanstalkd -v | cut -d' ' -f2)"
echo "- $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), Linux $(uname -r), $(df --output=source,fstype "$work" | tail -1 | tr -s ' '), $(date -u +%Y-%m-%dT%H:%MZ), load $(cut -d' ' -f1 /proc/loadavg)"
