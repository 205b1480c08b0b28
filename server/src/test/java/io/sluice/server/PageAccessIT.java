package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page for users who may not do everything. */
class PageAccessIT {
    /** The password "a", of the first implementation's test vectors for bcrypt. */
    private static final String HASH = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

    @BeforeAll
    static void assumePossible() {
        Browser.assumePossible();
    }

    @Test
    void shouldSayWhatAUserMayNotDo() throws Exception {
        Path data = Directories.fresh("page-access");
        Path users = data.resolveSibling("users");
        Files.writeString(users, "reader " + HASH + " read all\nroot " + HASH + " all all\n");
        try (ServerProcess server = ServerProcess.serve(data, 0, "--http-port", "0", "--users", users.toString());
                RespClient resp = RespClient.connect(server.port());
                Browser browser = Browser.open()) {
            resp.call("AUTH", "root", "a");
            resp.call("SUBMIT", "guarded", "x", "ID", "guarded-1");

            browser.go("reader:a", server.httpPort(), "#/queue/guarded");
            browser.awaitText(".tasks", "guarded-1");
            browser.press("Pause");

            browser.awaitText("#failed", "Your user may not do this.");
            browser.awaitText(".head", "Pause (not permitted)");
            assertEquals(0L, resp.map("QUEUE", "GET", "guarded").get("paused"));
            List<String> complaints = browser.complaints();
            assertTrue(complaints.stream().allMatch(line -> line.contains("status of 403")), complaints.toString());
        }
        Directories.delete(data);
    }
}
