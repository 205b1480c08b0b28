package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Failure;
import io.sluice.core.Names;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What a thread needs to put a request into bytes, used over and over. */
final class Carriers {
    private static final ThreadLocal<Carriers> OF_THREAD = ThreadLocal.withInitial(Carriers::new);

    final Submission submission = new Submission();
    final Claim claim = new Claim();
    final Failure failure = new Failure();
    final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer name = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private String lastName;

    static Carriers mine() {
        return OF_THREAD.get();
    }

    /** Returns the name of a queue or a limit as bytes. */
    DirectBuffer name(String text) {
        // Most threads name the same queue again and again, by the same string.
        if (text != lastName) {
            lastName = null;
            wrap(name, text, Bounds.MAX_NAME_LENGTH);
            Names.requireName(name);
            lastName = text;
        }
        return name;
    }

    /** Returns the name of a group as bytes. */
    DirectBuffer group(String text) {
        wrap(group, text, Bounds.MAX_NAME_LENGTH);
        Names.requireName(group);
        return group;
    }

    /** Returns the id of a task that is to be submitted as bytes. */
    DirectBuffer newId(String task) {
        id(task);
        Names.requireId(id);
        return id;
    }

    /** Returns a task's id as bytes. */
    DirectBuffer id(String task) {
        return wrap(id, task, Bounds.MAX_ID_LENGTH);
    }

    private static DirectBuffer wrap(UnsafeBuffer view, String text, int maxLength) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxLength) {
            throw new IllegalArgumentException("longer than " + maxLength + " bytes: " + text);
        }
        view.wrap(bytes);
        return view;
    }
}
