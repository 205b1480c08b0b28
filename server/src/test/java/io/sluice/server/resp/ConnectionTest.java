package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final int ECHO_LENGTH = 1_024;
    private static final int ANSWER_LENGTH = ("$" + ECHO_LENGTH + "\r\n\r\n").length() + ECHO_LENGTH;

    @Test
    void shouldLetOthersHaveTheirTurnAfterSoManyAnswers() {
        int fullTurns = 5;
        int perTurn = Connection.MAX_TURN_LENGTH / ANSWER_LENGTH + 1;
        byte[] pipeline = echoes(fullTurns * perTurn);

        try (EmbeddedDoor door = new EmbeddedDoor(1 << 20)) {
            int turns = door.take(pipeline, 0, pipeline.length);

            assertEquals(fullTurns * perTurn * ANSWER_LENGTH, door.hear().length());
            assertEquals(fullTurns + 1, turns);
        }
    }

    private static byte[] echoes(int count) {
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            pipeline.writeBytes(RespClient.frame("ECHO", "e".repeat(ECHO_LENGTH)));
        }
        return pipeline.toByteArray();
    }
}
