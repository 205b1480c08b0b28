package io.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BeanstalkdConnectionTest {
    private final BeanstalkdConnection connection = new BeanstalkdConnection();
    private final EmbeddedChannel channel = new EmbeddedChannel(connection);

    @Test
    void shouldAnswerInOrderHoweverTheBytesCome() {
        CompletionStage<BeanstalkdConnection.Answer> submitted = ask("put 0 0 30 2\r\nab\r\n");
        CompletionStage<BeanstalkdConnection.Answer> claimed = ask("reserve-with-timeout 0\r\n");
        CompletionStage<BeanstalkdConnection.Answer> none = ask("reserve-with-timeout 0\r\n");

        // The body looks like an end of line.
        for (char each : "INSERTED 7\r\nRESERVED 7 2\r\n\r\n\r\nTIMED_OUT\r\n".toCharArray()) {
            channel.writeInbound(Unpooled.copiedBuffer(String.valueOf(each), StandardCharsets.US_ASCII));
        }

        assertEquals(new BeanstalkdConnection.Answer("INSERTED 7", null), now(submitted));
        assertEquals(new BeanstalkdConnection.Answer("RESERVED 7 2", "\r\n"), now(claimed));
        assertEquals(new BeanstalkdConnection.Answer("TIMED_OUT", null), now(none));
    }

    @Test
    void shouldFailWhatIsUnansweredWhenTheConnectionEnds() {
        CompletionStage<BeanstalkdConnection.Answer> before = ask("delete 7\r\n");
        channel.close();

        assertThrows(CompletionException.class, () -> now(before));
        assertThrows(CompletionException.class, () -> now(ask("delete 8\r\n")));
    }

    private CompletionStage<BeanstalkdConnection.Answer> ask(String command) {
        CompletionStage<BeanstalkdConnection.Answer> answer = connection.ask(command);
        channel.runPendingTasks();
        return answer;
    }

    private static BeanstalkdConnection.Answer now(CompletionStage<BeanstalkdConnection.Answer> answer) {
        return answer.toCompletableFuture().getNow(null);
    }
}
