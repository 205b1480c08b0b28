package io.sluice.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A class with a method {@code fuzzerTestOneInput} that takes any bytes, and throws if something is wrong. Inputs to begin with
 * lie among the resources, in a directory that is named like the class.
 *
 * @param type the class.
 * @param executions how many inputs are tried, unless it goes by the clock: {@code -Dsluice.fuzz.minutes=15}.
 * @param mutations how many inputs are tried besides that are almost like those to begin with.
 * @param maxLength of an input, bytes.
 */
public record FuzzTarget(Class<?> type, int executions, int mutations, int maxLength) {
    private static final int MINUTES = Integer.getInteger("sluice.fuzz.minutes", 0);
    private static final List<String> SELECTED = Pattern.compile(",")
            .splitAsStream(System.getProperty("sluice.fuzz.targets", ""))
            .filter(name -> !name.isEmpty())
            .toList();
    private static final int SEED = Integer.getInteger("sluice.fuzz.seed", 1);
    private static final int SECONDS_PER_INPUT = 60;
    private static final int LINES_TO_SHOW = 30;
    private static final Pattern EXECUTED = Pattern.compile("(?m)^stat::number_of_executed_units: (\\d+)$");
    /** What looks for dangerous calls and for texts that are compared, neither of which is of use here. */
    private static final List<String> HOOKS = List.of(
            "sanitizers.BigDecimal",
            "sanitizers.ClojureLangHooks",
            "sanitizers.Deserialization",
            "sanitizers.ExpressionLanguageInjection",
            "sanitizers.FilePathTraversal",
            "sanitizers.LdapInjection",
            "sanitizers.NamingContextLookup",
            "sanitizers.OsCommandInjection",
            "sanitizers.ReflectiveCall",
            "sanitizers.RegexInjection",
            "sanitizers.RegexRoadblocks",
            "sanitizers.ScriptEngineInjection",
            "sanitizers.ServerSideRequestForgery",
            "sanitizers.SqlInjection",
            "sanitizers.TemplateInjection",
            "sanitizers.UnsafeSanitizer",
            "sanitizers.XPathInjection",
            "sanitizers.XmlParserSsrfGuidance",
            "runtime.TraceCmpHooks",
            "runtime.TraceDivHooks",
            "runtime.TraceIndirHooks",
            "runtime.NativeLibHooks",
            "runtime.JazzerApiHooks");

    /**
     * Returns those of some targets that are asked for by name, {@code -Dsluice.fuzz.targets=RespFuzz,RequestFuzz}.
     *
     * @param targets all there are.
     * @return the ones asked for; all where nothing is said.
     * @throws IllegalArgumentException if one is asked for that is not among them.
     */
    public static Stream<FuzzTarget> selected(FuzzTarget... targets) {
        if (SELECTED.isEmpty()) {
            return Stream.of(targets);
        }
        List<String> names = Stream.of(targets).map(FuzzTarget::toString).toList();
        if (!names.containsAll(SELECTED)) {
            throw new IllegalArgumentException("sluice.fuzz.targets is " + SELECTED + ", the targets are " + names);
        }
        return Stream.of(targets).filter(target -> SELECTED.contains(target.toString()));
    }

    /**
     * Tries each of the inputs to begin with, in this process.
     *
     * @throws IOException if there are none.
     * @throws ReflectiveOperationException if there is no such method.
     */
    public void replay() throws IOException, ReflectiveOperationException {
        Method method = method();
        for (Path input : inputs()) {
            call(method, Files.readAllBytes(input), input);
        }
    }

    /**
     * Tries inputs that are almost like those to begin with, in this process, guided by nothing. One that something is wrong with
     * is kept in {@code target/fuzz}.
     *
     * @throws ExecutionException if something is wrong; its cause says what and with which input.
     * @throws InterruptedException if the thread was interrupted.
     */
    public void mutate() throws ExecutionException, InterruptedException {
        FutureTask<Void> all = new FutureTask<>(() -> {
            mutateAll();
            return null;
        });
        // A refusal takes the longer the deeper the stack is, and that of a test is deep.
        new Thread(all, "mutations").start();
        all.get();
    }

    private void mutateAll() throws IOException, ReflectiveOperationException {
        Method method = method();
        List<byte[]> inputs = new ArrayList<>();
        for (Path input : inputs()) {
            inputs.add(Files.readAllBytes(input));
        }
        Mutations next = new Mutations(inputs, maxLength, SEED);
        Path wrong = Files.createDirectories(Path.of("target", "fuzz")).resolve("mutation-" + this);
        for (int i = 0; i < mutations; i++) {
            byte[] input = next.next();
            try {
                call(method, input, wrong);
            } catch (AssertionError e) {
                Files.write(wrong, input);
                throw e;
            }
        }
    }

    private Method method() throws ReflectiveOperationException {
        return type.getDeclaredMethod("fuzzerTestOneInput", byte[].class);
    }

    private List<Path> inputs() throws IOException {
        try (Stream<Path> inputs = Files.list(seeds())) {
            return inputs.sorted().toList();
        }
    }

    private static void call(Method method, byte[] input, Path file) throws ReflectiveOperationException {
        try {
            method.invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw new AssertionError(file + ": " + e.getCause(), e.getCause());
        }
    }

    /**
     * Has inputs made, guided by what they reach in the program, in a process of its own. What is found to reach more is kept in
     * {@code target/fuzz}, as is an input that something is wrong with.
     *
     * @return how many were tried.
     * @throws IOException if what is found cannot be kept.
     * @throws InterruptedException if the thread was interrupted.
     */
    public long fuzz() throws IOException, InterruptedException {
        Path output = Files.createDirectories(Path.of("target", "fuzz", type.getSimpleName()));
        Path log = Path.of(output + ".log");
        Process process = new ProcessBuilder(command(output))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = process.waitFor();
        String said = Files.readString(log);
        Matcher executed = EXECUTED.matcher(said);
        if (status != 0 || !executed.find()) {
            throw new AssertionError(this + " ended with status " + status + ":\n" + last(said));
        }
        return Long.parseLong(executed.group(1));
    }

    private List<String> command(Path output) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What the journal needs of the JVM, as it is for this one.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Djdk.attach.allowAttachSelf=true",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:+UseSerialGC",
                "-XX:MaxJavaStackTraceDepth=8",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=32m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + type.getName(),
                "--instrumentation_includes=io.sluice.**",
                "--custom_hook_includes=io.sluice.**",
                "--disabled_hooks=" + disabledHooks(),
                "--mutator_framework=false",
                "--reproducer_path=" + output.getParent()));
        command.addAll(List.of(
                "-artifact_prefix=" + output.getParent() + "/",
                "-print_final_stats=1",
                "-seed=" + SEED,
                MINUTES > 0 ? "-max_total_time=" + TimeUnit.MINUTES.toSeconds(MINUTES) : "-runs=" + executions,
                "-max_len=" + maxLength,
                // Linux counts what the process that started this one had in memory; the heap is bounded without it.
                "-rss_limit_mb=0",
                "-timeout=" + SECONDS_PER_INPUT,
                output.toString(),
                seeds().toString()));
        return command;
    }

    /**
     * Returns how many inputs are tried at least.
     *
     * @return that many; 1 where it goes by the clock.
     */
    public int minExecutions() {
        return MINUTES > 0 ? 1 : executions;
    }

    private static String disabledHooks() {
        return String.join(
                ":", HOOKS.stream().map("com.code_intelligence.jazzer."::concat).toList());
    }

    private Path seeds() {
        return Path.of("src", "test", "resources", type.getName().replace('.', '/'));
    }

    private static String last(String said) {
        List<String> lines = said.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TO_SHOW), lines.size()));
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
