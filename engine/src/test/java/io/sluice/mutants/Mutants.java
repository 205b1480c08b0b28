package io.sluice.mutants;

import java.util.List;

/** The bugs to plant. A check that is new is added by naming it. */
final class Mutants {
    private static final String MODEL = "io.sluice.core.ModelCheck";
    private static final String CRASH = "io.sluice.journal.CrashCheck";
    private static final String FAULT = "io.sluice.journal.FaultCheck";
    private static final String DAMAGE = "io.sluice.journal.DamageCheck";
    private static final String GENERATION = "io.sluice.journal.GenerationCheck";
    private static final String SIMULATION = "io.sluice.SimulationCheck";
    private static final String CLOCK = "io.sluice.EngineClockTest#shouldNotFollowTheWallClock";

    private static final String JOURNAL = "io.sluice.journal.";
    private static final String CORE = "io.sluice.core.";

    /** All there are. */
    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "reply before force",
                    JOURNAL + "Journal",
                    "if (options.durability() == Durability.FSYNC) {",
                    "if (nowNs < 0) {",
                    CRASH),
            new Mutant(
                    "end of an earlier life used without forcing it anew",
                    JOURNAL + "Journal",
                    "            next.force();\n",
                    "",
                    CRASH),
            new Mutant(
                    "end of an earlier life not carried over",
                    JOURNAL + "Rewrite",
                    "while (into.sequence() < lastSequence && reader.next())",
                    "while (into.sequence() < lastSequence - 1 && reader.next())",
                    CRASH),
            new Mutant(
                    "only the new file forced at a roll",
                    JOURNAL + "GenerationWriter",
                    "        first.force();\n",
                    "        if (!isLeft) { first.force(); }\n",
                    CRASH),
            new Mutant(
                    "directory of a new file not forced",
                    JOURNAL + "GenerationWriter",
                    "        disk.forceDirectory(directory());\n",
                    "",
                    CRASH),
            new Mutant(
                    "directory not forced after the manifest was renamed",
                    JOURNAL + "JournalFiles",
                    "        disk.forceDirectory(\"\");\n",
                    "",
                    CRASH),
            new Mutant(
                    "manifest written in its place",
                    JOURNAL + "JournalFiles",
                    "        disk.write(TEMPORARY_MANIFEST, manifest.text().getBytes(StandardCharsets.ISO_8859_1));\n"
                            + "        disk.rename(TEMPORARY_MANIFEST, Manifest.NAME);\n",
                    "        disk.write(Manifest.NAME, manifest.text().getBytes(StandardCharsets.ISO_8859_1));\n",
                    CRASH),
            new Mutant(
                    "old files deleted before the snapshot is forced",
                    JOURNAL + "Snapshot",
                    "        writer.force();\n        Manifest.Generation written",
                    "        Manifest.Generation written",
                    CRASH),
            new Mutant(
                    "old files deleted before the manifest is there",
                    JOURNAL + "Catalogue",
                    "        JournalFiles.writeManifest(disk, next);\n"
                            + "        Set<String> gone = new HashSet<>(files(manifest));\n"
                            + "        gone.removeAll(files(next));\n",
                    "        Set<String> old = new HashSet<>(files(manifest));\n"
                            + "        old.removeAll(files(next));\n"
                            + "        for (String file : old) { disk.delete(file); }\n"
                            + "        Set<String> gone = new HashSet<>();\n"
                            + "        JournalFiles.writeManifest(disk, next);\n",
                    CRASH),
            new Mutant(
                    "a segment deleted that the snapshot does not stand for",
                    JOURNAL + "Catalogue",
                    "next <= snapshotSequence + 1",
                    "next <= snapshotSequence + 16",
                    CRASH),
            new Mutant(
                    "snapshot in use before the events it stands for are on disk",
                    JOURNAL + "Catalogue",
                    "force(Math.max(sequence, lastClosed()));",
                    "force(lastClosed());",
                    CRASH),
            new Mutant(
                    "snapshot stands for an event too many",
                    JOURNAL + "Snapshot",
                    "sequence = lastSequence;",
                    "sequence = lastSequence + 1;",
                    CRASH),
            new Mutant(
                    "snapshot deleted that the manifest names",
                    JOURNAL + "Snapshot",
                    "            named = true;\n",
                    "",
                    FAULT),
            new Mutant(
                    "later batches accepted behind a gap",
                    JOURNAL + "JournalReader",
                    "                    && ahead.batch().sequence() == sequence + 1\n"
                            + "                    && ahead.batch().previousCrc() == crc;",
                    ";",
                    CRASH),
            new Mutant(
                    "half of a commit recovered",
                    JOURNAL + "Staging",
                    "limit >= Batch.HEADER_LENGTH + Batch.TARGET_LENGTH ||",
                    "limit > Batch.HEADER_LENGTH ||",
                    CRASH),
            new Mutant(
                    "no checksum",
                    JOURNAL + "Batch",
                    "\n                && getInt(CRC_OFFSET) == computeCrc();",
                    ";",
                    DAMAGE),
            new Mutant(
                    "corruption cut as if it were a tail",
                    JOURNAL + "JournalReader",
                    "if (batch.forced() > sequence) {",
                    "if (batch.forced() < 0) {",
                    DAMAGE),
            new Mutant(
                    "length trusted before the checksum",
                    JOURNAL + "SegmentReader",
                    " || length > Batch.MAX_LENGTH || at + length > size",
                    "",
                    DAMAGE),
            new Mutant(
                    "torn tail left out silently",
                    JOURNAL + "JournalReader",
                    "        cutBytes += reader.contentEnd(from) - from;\n",
                    "",
                    DAMAGE),
            new Mutant(
                    "failed force tried again",
                    JOURNAL + "GenerationWriter",
                    "        first.force();\n",
                    "        try { first.force(); } catch (IOException e) { first.force(); }\n",
                    FAULT),
            new Mutant(
                    "full disk swallowed",
                    JOURNAL + "Catalogue",
                    "            return false;\n",
                    "            current.allow();\n            return true;\n",
                    FAULT),
            new Mutant(
                    "full disk stops the journal",
                    JOURNAL + "Catalogue",
                    "            return false;\n",
                    "            throw e;\n",
                    FAULT),
            new Mutant(
                    "failed append goes on",
                    JOURNAL + "Journal",
                    "    private JournalException fail(Throwable cause) {\n        failure = cause;\n",
                    "    private JournalException fail(Throwable cause) {\n",
                    FAULT),
            new Mutant(
                    "stale token accepted",
                    CORE + "StateMachine",
                    "tasks.state(slot) == TaskState.RUNNING && tasks.token(slot) == token && nowNs",
                    "tasks.state(slot) == TaskState.RUNNING && nowNs",
                    MODEL),
            new Mutant(
                    "stamps taken at the decision",
                    CORE + "State",
                    "hold(queue.own, 1);",
                    "queue.own.starts.add(atNs, 1);",
                    MODEL),
            new Mutant(
                    "tumbling window",
                    CORE + "Starts",
                    "runNs[index(window.fromRun)] + window.lengthNs <= nowNs",
                    "runNs[index(window.fromRun)] / window.lengthNs < nowNs / window.lengthNs",
                    MODEL),
            new Mutant(
                    "window not restored",
                    CORE + "Starts",
                    "            events.startsDescribed(limit, runNs[index(run)], runStarts[index(run)]);\n",
                    "",
                    MODEL),
            new Mutant("token reset at restart", CORE + "State", "        this.lastToken = lastToken;\n", "", MODEL),
            new Mutant(
                    "delayed task lost in a snapshot",
                    CORE + "Description",
                    "        into.described(view.show(slot));\n",
                    "        if (tasks.state(slot) != TaskState.DELAYED) { into.described(view.show(slot)); }\n",
                    MODEL),
            new Mutant(
                    "ids missing in a snapshot",
                    CORE + "Tasks",
                    "task.named() ? task.id() : TaskView.NOTHING",
                    "TaskView.NOTHING",
                    MODEL),
            new Mutant(
                    "counter not lowered on cancel",
                    CORE + "State",
                    "        end(task, TaskState.CANCELLED, atNs, forgetNs, TaskView.NOTHING);\n",
                    "        queueOf(tasks.find(task)).counts[tasks.state(tasks.find(task)).ordinal()]++;\n"
                            + "        end(task, TaskState.CANCELLED, atNs, forgetNs, TaskView.NOTHING);\n",
                    MODEL),
            new Mutant(
                    "a retry that does not wait",
                    CORE + "StateMachine",
                    "events.retried(tasks.number(slot), nowNs, nowNs + delayNs, failure.error());",
                    "events.retried(tasks.number(slot), nowNs, nowNs, failure.error());",
                    MODEL),
            new Mutant(
                    "priorities upside down",
                    CORE + "Queue",
                    "Integer.numberOfTrailingZeros(openPriorities)",
                    "31 - Integer.numberOfLeadingZeros(openPriorities)",
                    MODEL),
            new Mutant(
                    "release counted as an attempt",
                    CORE + "State",
                    "        tasks.attempt(slot, tasks.attempt(slot) - 1);\n",
                    "",
                    MODEL),
            new Mutant(
                    "older generation accepted",
                    JOURNAL + "Batch",
                    "return salt() == salt && isValid(generation);",
                    "return isValid(getLong(GENERATION_OFFSET));",
                    GENERATION),
            new Mutant(
                    "waiting claims served in the order of a hash",
                    CORE + "Wait",
                    "return head == null ? null : head.wait;",
                    "Place chosen = head; for (Place at = head; at != null; at = at.next) {"
                            + " if (at.wait.correlationId * 0x9e3779b97f4a7c15L"
                            + " < chosen.wait.correlationId * 0x9e3779b97f4a7c15L) { chosen = at; } }"
                            + " return chosen == null ? null : chosen.wait;",
                    MODEL),
            new Mutant(
                    "limits of the process, not of the directory",
                    CORE + "State",
                    "        repliesReleased(atNs);\n        shift(leases, shiftNs);\n",
                    "        repliesReleased(atNs);\n        shift(leases, shiftNs);\n"
                            + "        forEachLimit(limit -> limit.starts.shift(-1L << 50));\n",
                    SIMULATION),
            new Mutant(
                    "a retried task enters at the front",
                    CORE + "State",
                    "            case QUEUED -> queue.append(slot, turn);\n",
                    "            case QUEUED -> { java.util.List<Integer> behind = new ArrayList<>();"
                            + " for (int first = queue.first(turnNs); tasks.attempt(slot) > 0 && first != Tasks.NIL;"
                            + " first = queue.first(turnNs)) { queue.remove(first); behind.add(first); }"
                            + " queue.append(slot, turn); behind.forEach(each -> queue.append(each, 0)); }\n",
                    SIMULATION),
            new Mutant(
                    "stale token accepted, seen by clients",
                    CORE + "StateMachine",
                    "tasks.state(slot) == TaskState.RUNNING && tasks.token(slot) == token && nowNs",
                    "tasks.state(slot) == TaskState.RUNNING && nowNs",
                    SIMULATION),
            new Mutant(
                    "wall clock in the engine's time",
                    "io.sluice.EngineClock",
                    "lastNs = Math.max(lastNs, clock.nanoTime() + offsetNs);",
                    "lastNs = Math.max(lastNs, clock.wallNs());",
                    CLOCK));

    private Mutants() {}
}
