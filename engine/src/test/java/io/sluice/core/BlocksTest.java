package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private final Blocks blocks = new Blocks();

    @Property(tries = 50)
    void shouldHandOutBlocksThatDoNotOverlap(@ForAll long seed) {
        Random random = new Random(seed);
        TreeMap<Integer, Integer> lengths = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            if (!lengths.isEmpty() && random.nextInt(3) == 0) {
                Integer block = lengths.ceilingKey(lengths.firstKey() + random.nextInt(1 << 20));
                Integer given = block == null ? lengths.firstKey() : block;
                blocks.give(given, lengths.remove(given));
            } else {
                int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 300_000 : 3_000);
                assertEquals(null, lengths.put(blocks.take(length), length));
            }
        }

        long end = 0;
        for (Map.Entry<Long, Integer> block : byAddress(lengths).entrySet()) {
            assertTrue(block.getKey() >= end, "overlap");
            end = block.getKey() + block.getValue();
        }
        blocks.close();
    }

    @Test
    void shouldCutBlocksUpToALengthAndNotBeyond() {
        int longest = blocks.take(Blocks.MAX_SLAB_LENGTH);
        long bytes = blocks.bytes();
        int longer = blocks.take(Blocks.MAX_SLAB_LENGTH + 1);

        assertTrue(blocks.bytes() > bytes + Blocks.MAX_SLAB_LENGTH);

        blocks.give(longer, Blocks.MAX_SLAB_LENGTH + 1);

        assertEquals(bytes, blocks.bytes());
        assertEquals(longer, blocks.take(Blocks.MAX_SLAB_LENGTH + 1));
        assertEquals(0, blocks.freeBytes());

        blocks.give(longest, Blocks.MAX_SLAB_LENGTH);

        assertEquals(Blocks.MAX_SLAB_LENGTH, blocks.freeBytes());
        blocks.close();
    }

    private TreeMap<Long, Integer> byAddress(TreeMap<Integer, Integer> lengths) {
        TreeMap<Long, Integer> byAddress = new TreeMap<>();
        lengths.forEach((block, length) -> byAddress.put(blocks.address(block), length));
        return byAddress;
    }
}
