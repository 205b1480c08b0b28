package io.sluice.server;

import io.sluice.DataDirectory;
import io.sluice.Verification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a data directory, also one that is being served. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Reads a data directory, also one that is being served, without changing it, and checks each batch.",
            "Proves from the facts in it that each task was under one lease at a time, that none was lost, and what the"
                    + " fullest window of each limit was. Exit status 1 if anything is not as it should be."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sluice verify sluice-data", "  sluice verify sluice-data --json | jq .violations"})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIRECTORY", description = "The data directory.")
    private Path data;

    @Option(names = "--json", description = "Print what was found as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Verification verification = DataDirectory.at(data).verify();
        String damage = verification.contents().damage();
        VerifyReport report = new VerifyReport(
                verification.audit(), verification.limits(), damage.isEmpty() ? List.of() : List.of(damage));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(VerifyDocument.of(data, verification));
        } else {
            ContentsReport.lines(data, verification.contents()).forEach(out::println);
            report.lines().forEach(out::println);
        }
        out.flush();
        if (report.exitStatus() != 0) {
            spec.commandLine().getErr().println("sluice: " + data + " is not as it should be");
        }
        return report.exitStatus();
    }
}
