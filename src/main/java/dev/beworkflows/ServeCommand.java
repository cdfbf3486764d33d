package dev.beworkflows;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code serve}: runs the server until SIGTERM. Every {@link Setting} is an option. */
final class ServeCommand implements Callable<Integer> {

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private ServeCommand() {
        spec.name(ServeArguments.COMMAND).mixinStandardHelpOptions(true).versionProvider(new Version());
        spec.usageMessage()
                .description("Runs the server until it gets SIGTERM or SIGINT.")
                .footer(
                        "",
                        "Each option can also be set by the environment variable in brackets; the option comes first.")
                .abbreviateSynopsis(true);
        for (Setting setting : Setting.values()) {
            spec.addOption(option(setting));
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new ServeCommand().spec);
    }

    @Override
    public Integer call() {
        return Serving.run(options(), spec.commandLine().getErr());
    }

    private Map<Setting, String> options() {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = spec.findOption(setting.option()).getValue();
            if (value != null) {
                options.put(setting, value);
            }
        }
        return options;
    }

    private static OptionSpec option(Setting setting) {
        String byDefault = setting.defaultText().isEmpty() ? "" : "; default: " + setting.defaultText();
        return OptionSpec.builder(setting.option())
                .type(String.class)
                .paramLabel(setting.name())
                .description(escaped(setting.description() + byDefault + " [" + setting.variable() + "]"))
                .build();
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }
}
