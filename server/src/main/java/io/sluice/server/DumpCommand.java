package io.sluice.server;

import io.sluice.DataDirectory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes out what stands in a data directory, also in one that is being served. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Writes the journal as lines of JSON, one fact each, in order: first those that rebuild the state as the"
                    + " snapshot has it, then what happened since.",
            "The directory is not changed, and may be one that is being served."
        },
        footerHeading = "%nExamples:%n",
        footer = "  sluice dump sluice-data | jq -c 'select(.fact == \"started\")'")
final class DumpCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIRECTORY", description = "The data directory.")
    private Path data;

    private String damage = "";

    @Override
    public Integer call() throws IOException {
        // Not System.out, which would not tell that nobody reads any more; left open, as it is not ours.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Dump.write(out, lines -> damage = DataDirectory.at(data).tell(lines).damage());
        if (!damage.isEmpty()) {
            throw new IllegalStateException(damage);
        }
        return CommandLine.ExitCode.OK;
    }
}
