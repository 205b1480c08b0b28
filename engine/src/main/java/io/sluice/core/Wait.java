package io.sluice.core;

/** A claim, a take or an await that waits for its answer. Taken from a pool and put back: none is made on the steady path. */
final class Wait {
    /** A claim's place in the line at one queue. */
    static final class Place {
        final Wait wait;
        Awaited at;
        Place previous;
        Place next;

        Place(Wait wait) {
            this.wait = wait;
        }
    }

    /** Those who wait for one thing, in the order in which they began to. */
    static final class Line {
        private Place head;
        private Place tail;

        Wait first() {
            return head == null ? null : head.wait;
        }

        boolean isEmpty() {
            return head == null;
        }

        void append(Place place) {
            place.previous = tail;
            place.next = null;
            if (tail == null) {
                head = place;
            } else {
                tail.next = place;
            }
            tail = place;
        }

        void remove(Place place) {
            if (place.previous == null) {
                head = place.next;
            } else {
                place.previous.next = place.next;
            }
            if (place.next == null) {
                tail = place.previous;
            } else {
                place.next.previous = place.previous;
            }
        }
    }

    final int index;
    final Place[] places = new Place[Bounds.MAX_CLAIM_QUEUES];
    int placeCount;
    int position = Positions.NONE;
    long correlationId;
    long untilNs;

    /** How many tasks a claim, or starts a take, is for. */
    int count;

    long leaseNs;

    /** For an await: the task's number, else 0; and whoever else awaits it. */
    long task;

    Wait nextAwait;

    Wait(int index) {
        this.index = index;
    }

    /** Returns what a take waits for, or {@code null} for a claim or an await. */
    Limit limit() {
        return placeCount > 0 && places[0].at instanceof Limit limit ? limit : null;
    }

    Place place(Awaited at) {
        if (places[placeCount] == null) {
            places[placeCount] = new Place(this);
        }
        Place place = places[placeCount++];
        place.at = at;
        return place;
    }
}
