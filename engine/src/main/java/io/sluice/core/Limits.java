package io.sluice.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** The shared limits, by number and by name. */
final class Limits {
    private final List<Limit> all = new ArrayList<>();
    private final Map<String, Limit> byName = new HashMap<>();

    /** Returns how many there are. */
    int size() {
        return byName.size();
    }

    /** Returns the limit with a name, or {@code null}. */
    Limit find(DirectBuffer name) {
        return byName.isEmpty() ? null : byName.get(name.getStringWithoutLengthAscii(0, name.capacity()));
    }

    /** Returns the limit with a name, or {@code null}. */
    Limit find(String name) {
        return byName.get(name);
    }

    /** Returns the limit with a number; there must be one. */
    Limit at(int number) {
        return all.get(number - Events.SHARED_LIMITS);
    }

    /** Returns the smallest number that no limit has. */
    int freeNumber() {
        int free = size() == all.size() ? all.size() : all.indexOf(null);
        return Events.SHARED_LIMITS + free;
    }

    /** Returns the limit with a number, made if there is none. */
    Limit reach(int number, String name) {
        int place = number - Events.SHARED_LIMITS;
        while (all.size() <= place) {
            all.add(null);
        }
        Limit limit = all.get(place);
        if (limit == null) {
            limit = new Limit(number, name);
            all.set(place, limit);
            byName.put(name, limit);
        }
        return limit;
    }

    void remove(Limit limit) {
        all.set(limit.number - Events.SHARED_LIMITS, null);
        byName.remove(limit.name);
    }

    /** Hands out each, by number. */
    void forEach(Consumer<Limit> each) {
        for (Limit limit : all) {
            if (limit != null) {
                each.accept(limit);
            }
        }
    }
}
