package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.sluice.server.access.User;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Work that is done one piece after the other. */
class TurnsTest {
    private final Turns turns = new Turns();
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @Test
    void shouldBeginWhenWhatWasThereBeforeHasEnded() {
        CompletableFuture<String> first = turns.next(call(), this::begin);
        CompletableFuture<String> second = turns.next(call(), this::begin);
        assertEquals(1, begun.size());

        begun.get(0).completeExceptionally(new IllegalStateException("gone wrong"));
        begun.get(1).complete("well");

        assertTrue(first.isCompletedExceptionally());
        assertEquals("well", second.join());
    }

    @Test
    void shouldPassOverWhoeverIsGone() {
        Call gone = call();
        turns.next(call(), this::begin);
        turns.next(gone, this::begin);
        CompletableFuture<String> last = turns.next(call(), this::begin);

        gone.gone();
        begun.get(0).complete("first");

        assertEquals(2, begun.size());
        assertFalse(last.isDone());
        begun.get(1).complete("last");
        assertEquals("last", last.join());
    }

    @Test
    void shouldRefuseOneTooManyUntilOneHasEnded() {
        for (int i = 0; i < Turns.MAX_WAITING; i++) {
            turns.next(call(), this::begin);
        }

        RequestRefused refused = assertThrows(RequestRefused.class, () -> turns.next(call(), this::begin));

        assertEquals(503, refused.status().code());
        begun.get(0).complete("first");
        assertFalse(turns.next(call(), this::begin).isDone());
    }

    private CompletableFuture<String> begin() {
        begun.add(new CompletableFuture<>());
        return begun.get(begun.size() - 1);
    }

    private static Call call() {
        Route route = new Route(HttpMethod.GET, "/x", null, null);
        return new Call(
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/x"), route, User.ANYBODY, new byte[0]);
    }
}
