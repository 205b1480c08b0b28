package io.sluice.codec;

import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.agrona.DirectBuffer;

/** Events as lines of text, one for each that was told: the method's name and everything it was told with. */
public final class Told {
    private final List<String> lines = new ArrayList<>();
    private final Events events = (Events) Proxy.newProxyInstance(
            Told.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                StringJoiner line = new StringJoiner(", ", method.getName() + "(", ")");
                Arrays.stream(arguments).map(Told::text).forEach(line::add);
                lines.add(line.toString());
                return null;
            });

    /** Returns what to tell. */
    public Events events() {
        return events;
    }

    /** Returns what was told. */
    public List<String> lines() {
        return lines;
    }

    private static String text(Object value) {
        if (value instanceof DirectBuffer bytes) {
            return hex(bytes);
        }
        if (value instanceof Submission s) {
            return "id=" + hex(s.id()) + " payload=" + hex(s.payload()) + " priority=" + s.priority() + " attempts="
                    + s.attempts() + " lease=" + s.leaseNs() + " keep=" + s.keepNs()
                    + unless(Submission.FROM_QUEUE, " ttl=", s.ttlNs()) + unless("", " group=", hex(s.group()));
        }
        if (value instanceof Task t) {
            return t.number() + " queue=" + t.queue() + " id=" + hex(t.id()) + " named=" + t.named() + " " + t.state()
                    + " priority=" + t.priority() + " attempt=" + t.attempt() + "/" + t.attempts() + " lease="
                    + t.leaseNs() + " keep=" + t.keepNs() + " submitted=" + t.submittedNs() + " started="
                    + t.startedNs() + " finished=" + t.finishedNs() + " turn=" + t.turnNs() + " token=" + t.token()
                    + " size=" + t.size() + " payload=" + hex(t.payload()) + " error=" + hex(t.error()) + " result="
                    + hex(t.result()) + unless("", " group=", hex(t.group())) + unless(0L, " turnOfGroup=", t.turn())
                    + unless(0L, " expires=", t.expiresNs());
        }
        if (value instanceof QueueSettings s) {
            return "QueueSettings[limits=" + s.limits() + ", leaseNs=" + s.leaseNs() + ", attempts=" + s.attempts()
                    + ", backoffNs=" + s.backoffNs() + ", maxBackoffNs=" + s.maxBackoffNs() + ", keepNs=" + s.keepNs()
                    + unless(List.of(), ", groupLimits=", s.groupLimits()) + unless(List.of(), ", uses=", s.uses())
                    + unless(0, ", concurrency=", s.concurrency())
                    + unless(0, ", groupConcurrency=", s.groupConcurrency())
                    + unless(0L, ", maxLength=", s.maxLength()) + unless(0L, ", ttlNs=", s.ttlNs()) + "]";
        }
        return String.valueOf(value);
    }

    /** Says what the first version of the format did not have only where it is there, so that what was told then stays. */
    private static String unless(Object absent, String what, Object value) {
        return value.equals(absent) ? "" : what + value;
    }

    private static String hex(DirectBuffer bytes) {
        byte[] copy = new byte[bytes.capacity()];
        bytes.getBytes(0, copy);
        return copy.length > 64
                ? copy.length + "#" + Arrays.hashCode(copy)
                : HexFormat.of().formatHex(copy);
    }
}
