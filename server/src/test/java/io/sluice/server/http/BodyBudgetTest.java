package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The memory that bodies take up together. */
class BodyBudgetTest {
    @Test
    void shouldGiveOutSoMuchAndNoMore() {
        BodyBudget budget = new BodyBudget(10);
        budget.take(4);
        budget.take(6);

        RequestRefused refused = assertThrows(RequestRefused.class, () -> budget.take(1));
        budget.give(4);

        assertEquals(503, refused.status().code());
        assertDoesNotThrow(() -> budget.take(4));
        assertThrows(RequestRefused.class, () -> budget.take(1));
    }
}
