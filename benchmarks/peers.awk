# Tables from the raw results of peers.sh, one line a phase:
# repetition, shape, side, phase, tasks, per second, p50 us, p99 us, server CPU us each.

{
    key = $2 SUBSEP $3 SUBSEP $4
    if (!($1 in seen)) { seen[$1]; reps[++repCount] = $1 }
    rate[$1, key] = $6; p50[$1, key] = $7; p99[$1, key] = $8; cpu[$1, key] = $9
}

function sort(n,    i, j, v) {
    for (i = 2; i <= n; i++) {
        v = list[i]
        for (j = i - 1; j > 0 && list[j] > v; j--) list[j + 1] = list[j]
        list[j + 1] = v
    }
}

# The median and the range of what is in list.
function spread(n, format) {
    if (n == 0) return "–"
    sort(n)
    median = n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    return sprintf(format " (" format "–" format ")", median, list[1], list[n])
}

function of(values, key, format, scale,    i, n) {
    n = 0
    for (i = 1; i <= repCount; i++) if ((reps[i], key) in values) list[++n] = values[reps[i], key] * scale
    return spread(n, format)
}

function ratio(one, other,    i, n) {
    n = 0
    for (i = 1; i <= repCount; i++)
        if ((reps[i], one) in rate && (reps[i], other) in rate) list[++n] = rate[reps[i], one] / rate[reps[i], other]
    return spread(n, "%.2f")
}

function compare(one, other,    s, line) {
    if (index(" " sides " ", " " one " ") == 0 || index(" " sides " ", " " other " ") == 0) return
    line = "| " one " : " other " |"
    for (s = 1; s <= shapeCount; s++)
        line = line " " ratio(shape[s] SUBSEP one SUBSEP "claim", shape[s] SUBSEP other SUBSEP "claim") \
            " | " ratio(shape[s] SUBSEP one SUBSEP "submit", shape[s] SUBSEP other SUBSEP "submit") " |"
    print line
}

END {
    sideCount = split(sides, side, " ")
    shapeCount = split(shapes, shape, " ")
    for (s = 1; s <= shapeCount; s++) {
        split(shape[s], cp, "x")
        print "\n**" cp[1] (cp[1] == 1 ? " connection × " : " connections × ") cp[2] " in flight**, median (min–max)\n"
        print "| | claim+complete, k pairs/s | p50, µs | p99, µs | server CPU, µs | submit, k/s | p50, µs | p99, µs |"
        print "|---|---|---|---|---|---|---|---|"
        for (i = 1; i <= sideCount; i++) {
            claims = shape[s] SUBSEP side[i] SUBSEP "claim"
            submits = shape[s] SUBSEP side[i] SUBSEP "submit"
            print "| " side[i] " | " of(rate, claims, "%.1f", 0.001) " | " of(p50, claims, "%.0f", 1) " | " of(p99, claims, "%.0f", 1) \
                " | " of(cpu, claims, "%.1f", 1) " | " of(rate, submits, "%.1f", 0.001) " | " of(p50, submits, "%.0f", 1) " | " of(p99, submits, "%.0f", 1) " |"
        }
    }
    print "\n**Ratios**, computed within each repetition, median (min–max)\n"
    head = "| |"; rule = "|---|"
    for (s = 1; s <= shapeCount; s++) { head = head " " shape[s] " pairs | " shape[s] " submits |"; rule = rule "---|---|" }
    print head; print rule
    compare("sluice-fsync", "redis-always")
    compare("sluice-fsync", "redis-none")
    compare("sluice-async", "redis-none")
    compare("sluice-fsync", "beanstalkd-fsync")
    compare("sluice-async", "beanstalkd-none")
}
