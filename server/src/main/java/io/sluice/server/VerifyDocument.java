package io.sluice.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.JournalContents;
import io.sluice.Verification;
import io.sluice.audit.Audit;
import io.sluice.audit.LimitAudit;
import io.sluice.audit.LimitAudit.Kind;
import io.sluice.audit.MostStarts;
import io.sluice.audit.QueueAudit;
import io.sluice.audit.Violation;
import io.sluice.server.resp.Values;
import java.nio.file.Path;

/** What {@code verify --json} says: all that the text says, as one object. Instants are Unix microseconds, guards milliseconds. */
final class VerifyDocument {
    private VerifyDocument() {}

    /** Returns the object. */
    static ObjectNode of(Path data, Verification verification) {
        Audit audit = verification.audit();
        ObjectNode document = object().put("directory", data.toString()).put("sound", verification.isSound());
        document.set("journal", journal(verification.contents()));
        document.put("facts", audit.facts()).put("batches", audit.batches());
        if (audit.facts() > 0) {
            document.put("first", Values.micros(audit.firstNs())).put("last", Values.micros(audit.lastNs()));
        }
        ObjectNode tasks = document.putObject("tasks");
        audit.tasks().forEach((state, count) -> tasks.put(state.word(), count));
        ArrayNode queues = document.putArray("queues");
        audit.queues().forEach(queue -> queues.add(queue(queue, verification)));
        ArrayNode limits = document.putArray("limits");
        verification.limits().stream()
                .filter(limit -> limit.kind() == Kind.SHARED)
                .forEach(limit -> limits.add(shared(limit)));
        document.put("damage", damage(verification.contents())).put("violations", audit.violations());
        ArrayNode first = document.putArray("firstViolations");
        audit.first().forEach(violation -> first.add(violation(violation)));
        return document;
    }

    private static ObjectNode journal(JournalContents contents) {
        ObjectNode journal = object().put("closed", contents.clean())
                .put("generations", contents.generations())
                .put("files", contents.files())
                .put("bytes", contents.bytes());
        if (contents.owner() > 0) {
            journal.put("process", contents.owner());
        } else if (contents.cutBytes() > 0) {
            journal.putObject("tornTail")
                    .put("bytes", contents.cutBytes())
                    .put("batches", contents.cutBatches())
                    .put("at", contents.cutAt());
        }
        return journal;
    }

    private static ObjectNode queue(QueueAudit queue, Verification verification) {
        ObjectNode document = object().put("name", queue.name())
                .put("submitted", queue.submitted())
                .put("forgotten", queue.forgotten())
                .put("starts", queue.starts());
        ArrayNode rates = document.putArray("rates");
        queue.rates().forEach(most -> rates.add(most(most)));
        ArrayNode groups = document.putArray("groupRates");
        verification.limits().stream()
                .filter(limit -> limit.kind() == Kind.GROUP && limit.name().equals(queue.name()))
                .forEach(limit -> groups.add(most(limit.most()).put("group", limit.group())));
        return document;
    }

    private static ObjectNode shared(LimitAudit limit) {
        return most(limit.most()).put("name", limit.name()).put("guard", Values.millisUp(limit.guardNs()));
    }

    private static ObjectNode most(MostStarts most) {
        ObjectNode document = object().put("rate", Values.text(most.rate())).put("most", most.starts());
        return most.starts() == 0 ? document : document.put("since", Values.micros(most.beganNs()));
    }

    private static String damage(JournalContents contents) {
        return contents.damage().isEmpty() ? null : contents.damage();
    }

    private static ObjectNode violation(Violation violation) {
        return object().put("text", violation.text())
                .put("file", violation.file())
                .put("offset", violation.offset())
                .put("record", violation.sequence())
                .put("fact", violation.fact());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
