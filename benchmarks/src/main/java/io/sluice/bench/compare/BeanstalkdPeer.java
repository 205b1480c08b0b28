package io.sluice.bench.compare;

import io.sluice.bench.process.Program;
import io.sluice.core.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** beanstalkd, which has no limits. */
final class BeanstalkdPeer implements Peer {
    private static final String SERVER = "beanstalkd";

    @Override
    public Optional<String> missing() {
        return Commands.missing(SERVER);
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.run(List.of(SERVER, "-v")).split(" ")[1];
    }

    @Override
    public Program program(Promise promise) {
        return new BeanstalkdProgram(promise);
    }

    @Override
    public String means(Promise promise) {
        return promise == Promise.DISK ? "-b DIR -f 0" : "no -b";
    }

    @Override
    public Queue.Connector queue() {
        return BeanstalkdQueue::new;
    }

    @Override
    public Map<String, Queue.Connector> limited(Rate limit) {
        return Map.of();
    }

    /** The server. */
    private record BeanstalkdProgram(Promise promise) implements Program {
        @Override
        public String name() {
            return SERVER;
        }

        @Override
        public List<String> command(int port, Path directory) {
            List<String> words = new ArrayList<>(List.of(SERVER, "-l", "127.0.0.1", "-p", Integer.toString(port)));
            if (promise == Promise.DISK) {
                words.addAll(List.of("-b", directory.toString(), "-f", "0"));
            }
            return words;
        }
    }
}
