package io.sluice.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Unmatched;

/**
 * What options are where the command line does not say: {@code --max-payload} is {@code SLUICE_MAX_PAYLOAD} in the
 * environment and {@code max-payload} in the file that {@code --config} or {@code SLUICE_CONFIG} names; the environment
 * wins.
 */
final class Settings implements IDefaultValueProvider {
    private static final String PREFIX = "SLUICE_";
    private static final String CONFIG = "SLUICE_CONFIG";

    private final Map<String, String> environment;
    private final Properties file;

    private Settings(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /** Reads the file if there is one; throws {@link ParameterException} if it cannot be read or says what nobody knows. */
    static Settings of(CommandLine commandLine, String[] args, Map<String, String> environment) {
        ConfigOption option = new ConfigOption();
        new CommandLine(option).parseArgs(args);
        Path path = option.path != null || !environment.containsKey(CONFIG)
                ? option.path
                : Path.of(environment.get(CONFIG));
        return new Settings(environment, path == null ? new Properties() : read(path, commandLine));
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!argument.isOption() || !isSetting((OptionSpec) argument)) {
            return null;
        }
        String name = ((OptionSpec) argument).longestName().substring(2);
        String variable = PREFIX + name.replace('-', '_').toUpperCase(Locale.ROOT);
        return environment.getOrDefault(variable, file.getProperty(name));
    }

    private static Properties read(Path path, CommandLine commandLine) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(commandLine, "cannot read the configuration file " + path + ": " + e);
        }
        for (String name : properties.stringPropertyNames()) {
            if (!isKnown(commandLine, name)) {
                throw new ParameterException(commandLine, "unknown setting '" + name + "' in " + path);
            }
        }
        return properties;
    }

    private static boolean isKnown(CommandLine commandLine, String name) {
        return commandLine.getSubcommands().values().stream()
                .map(command -> command.getCommandSpec().findOption("--" + name))
                .anyMatch(option -> option != null && isSetting(option));
    }

    private static boolean isSetting(OptionSpec option) {
        return !option.usageHelp() && !option.versionHelp();
    }

    /** The one option that has to be known before all others. */
    @Command
    private static final class ConfigOption {
        @Option(names = "--config")
        private Path path;

        @Unmatched
        private String[] others;
    }
}
