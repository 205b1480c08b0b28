package io.sluice.mutants;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bug that is planted is noticed by the check that is there for it, which finds nothing without the bug. */
@Tag("exhaustive")
class MutantsTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> TABLE = new ArrayList<>();

    static Stream<Mutant> mutants() {
        return Mutants.ALL.stream();
    }

    static Stream<String> checks() {
        return mutants().map(Mutant::check).distinct();
    }

    @ParameterizedTest
    @MethodSource("checks")
    void shouldFindNothingWithoutABug(String check) throws Throwable {
        long beginNs = THREADS.getCurrentThreadCpuTime();
        new MutantLoader(Map.of()).run(check);
        note("(none)", check, beginNs);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void shouldFindPlantedBug(Mutant mutant) throws IOException {
        MutantLoader loader = new MutantLoader(MutantCompiler.compile(mutant.className(), mutant.source()));
        long beginNs = THREADS.getCurrentThreadCpuTime();
        Throwable noticed = null;
        try {
            loader.run(mutant.check());
        } catch (LinkageError | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } catch (Throwable e) {
            noticed = e;
        }
        note(mutant.name(), mutant.check(), beginNs);
        assertNotNull(noticed, mutant.check() + " did not notice: " + mutant.name());
        assertTrue(!(noticed instanceof VirtualMachineError), noticed::toString);
    }

    private static void note(String name, String check, long beginNs) {
        TABLE.add(String.format(
                Locale.ROOT,
                "| %s | %s | %d |",
                name,
                check.substring(check.lastIndexOf('.') + 1),
                (THREADS.getCurrentThreadCpuTime() - beginNs) / 1_000_000));
    }

    @AfterAll
    static void printTable() {
        System.out.println("| planted bug | found by | ms of one core |\n|---|---|---|");
        TABLE.forEach(System.out::println);
    }
}
