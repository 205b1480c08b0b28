package io.sluice.server;

import io.sluice.DataDirectory;
import io.sluice.Repair;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what is sound of a damaged data directory into a new one. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Writes what is sound of a data directory that nobody serves into a new one, and says what was left out.",
            "The old directory is not changed. If anything is left out, limits count as fully used up to now, and numbers"
                    + " of tasks and tokens jump."
        },
        footerHeading = "%nExamples:%n",
        footer = "  sluice repair sluice-data --to sluice-data-repaired")
final class RepairCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIRECTORY", description = "The data directory.")
    private Path data;

    @Option(
            names = "--to",
            paramLabel = "NEW",
            required = true,
            description = "The new directory; must be empty, or not be there.")
    private Path to;

    @Option(names = "--json", description = "Print what was done as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Repair repair = DataDirectory.at(data).repair(to);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(RepairDocument.of(to, repair));
        } else {
            repair.leftOut().forEach(line -> out.println("damage      " + line));
            new RepairReport(repair.salvaged()).lines().forEach(out::println);
            out.printf(Locale.ROOT, "written     %s, %,d tasks%n", to, repair.tasks());
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
