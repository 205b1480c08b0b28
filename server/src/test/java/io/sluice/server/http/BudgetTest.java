package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The memory that bodies take up together. */
class BudgetTest {
    @Test
    void shouldGiveOutSoMuchAndNoMore() {
        Budget budget = new Budget(10);
        assertTrue(budget.tryTake(4));
        assertTrue(budget.tryTake(6));
        assertFalse(budget.tryTake(1));

        budget.give(1);

        assertTrue(budget.tryTake(100));
        assertFalse(budget.tryTake(1));
        budget.take(1);
        budget.give(101);
        assertTrue(budget.tryTake(1));
    }
}
