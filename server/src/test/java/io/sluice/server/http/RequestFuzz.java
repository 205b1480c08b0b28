package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.server.access.Users;
import io.sluice.server.metrics.DoorTotals;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Sends any bytes to a connection whose requests are read as all that they can be: whether the bytes come at once or one by one
 * the same answers come of it.
 */
public final class RequestFuzz {
    private static final int MAX_PAYLOAD_LENGTH = 256;
    private static final List<BiConsumer<Members, String>> READERS = List.of(
            Members::text,
            Members::integer,
            Members::flag,
            Members::duration,
            Members::instantNs,
            Members::rate,
            Members::texts,
            Members::rates,
            Members::objects,
            Members::bytes,
            Members::isNull);
    private static final Desk DESK = desk();

    private RequestFuzz() {}

    /**
     * Takes one input.
     *
     * @param input what a client sends.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        String atOnce = answers(input, Math.max(1, input.length));
        String oneByOne = answers(input, 1);

        if (!atOnce.equals(oneByOne)) {
            throw new AssertionError("at once " + atOnce + ", one by one " + oneByOne);
        }
    }

    private static String answers(byte[] input, int step) {
        try (EmbeddedClient client = new EmbeddedClient(DESK)) {
            for (int from = 0; from < input.length; from += step) {
                client.send(input, from, Math.min(input.length, from + step));
            }
            return client.hear();
        }
    }

    private static Desk desk() {
        Router router = new Router();
        router.add(HttpMethod.POST, "/{name}?q", null, RequestFuzz::answer);
        router.add(HttpMethod.POST, "/all/batch", null, RequestFuzz::answer);
        return new Desk(
                router,
                new Gate(Users.none(), new OpenEngine()),
                MAX_PAYLOAD_LENGTH,
                new Budget(1 << 20),
                new DoorTotals());
    }

    /** Reads one member as all that a member can be. */
    private static CompletableFuture<Answer> answer(Call call) {
        call.query("q").ifPresent(text -> Members.integer("q", text));
        for (BiConsumer<Members, String> reader : READERS) {
            Members members = call.members();
            try {
                reader.accept(members, "m");
            } catch (IllegalArgumentException wrong) {
                // As something else it may be right.
                continue;
            }
            members.end();
        }
        return CompletableFuture.completedFuture(Answer.of(Documents.object().put("name", call.path("name"))));
    }
}
