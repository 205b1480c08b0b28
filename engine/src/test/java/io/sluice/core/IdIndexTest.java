package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IdIndexTest {
    @Property(tries = 100)
    void shouldFindAllSlotsOfAHashAndNoOthers(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> hashes = new HashMap<>();
        int[] few = random.ints(1 + random.nextInt(300)).toArray();
        try (IdIndex index = new IdIndex()) {
            for (int i = 0; i < 5_000; i++) {
                int slot = random.nextInt(1_500);
                Integer hash = hashes.remove(slot);
                if (hash != null) {
                    index.remove(hash, slot);
                } else {
                    int chosen = few[random.nextInt(few.length)];
                    hashes.put(slot, chosen);
                    index.add(chosen, slot);
                }
            }

            for (int hash : few) {
                assertEquals(slots(hashes, hash), slots(index, hash), "hash " + hash);
            }
            hashes.forEach((slot, hash) -> index.remove(hash, slot));
            for (int hash : few) {
                assertEquals(Cells.NONE, index.first(hash));
            }
        }
    }

    @Property(tries = 20)
    void shouldFindSlotsOfManyHashes(@ForAll long seed) {
        int[] hashes = new Random(seed).ints(50_000).distinct().toArray();
        try (IdIndex index = new IdIndex()) {
            for (int slot = 0; slot < hashes.length; slot++) {
                index.add(hashes[slot], slot);
            }
            for (int slot = 0; slot < hashes.length; slot += 2) {
                index.remove(hashes[slot], slot);
            }

            for (int slot = 0; slot < hashes.length; slot++) {
                long cell = index.first(hashes[slot]);
                assertEquals(slot % 2 == 0 ? Tasks.NIL : slot, cell == Cells.NONE ? Tasks.NIL : index.slot(cell));
            }
        }
    }

    private static TreeSet<Integer> slots(Map<Integer, Integer> hashes, int hash) {
        TreeSet<Integer> slots = new TreeSet<>();
        hashes.forEach((slot, of) -> {
            if (of == hash) {
                slots.add(slot);
            }
        });
        return slots;
    }

    private static TreeSet<Integer> slots(IdIndex index, int hash) {
        TreeSet<Integer> slots = new TreeSet<>();
        for (long cell = index.first(hash); cell != Cells.NONE; cell = index.next(hash, cell)) {
            slots.add(index.slot(cell));
        }
        return slots;
    }
}
