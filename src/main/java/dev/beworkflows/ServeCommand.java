package dev.beworkflows;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code serve}: runs the server until SIGTERM. Every {@link Setting} is an option. */
final class ServeCommand implements Callable<Integer> {

    static final String NAME = "serve";

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private ServeCommand() {
        spec.name(NAME).mixinStandardHelpOptions(true).versionProvider(new Version());
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
    public Integer call() throws InterruptedException {
        SettingValues values = new SettingValues(System.getenv(), options());
        Configuration configuration = Configuration.read(values);
        if (!values.problems().isEmpty()) {
            return refuse(values.problems(), CommandLine.ExitCode.USAGE);
        }
        try {
            Server server = Server.start(configuration);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "bew-stop"));
        } catch (StartException e) {
            return refuse(List.of(e.getMessage()), CommandLine.ExitCode.SOFTWARE);
        }
        new CountDownLatch(1).await(); // the shutdown hook ends the process
        return CommandLine.ExitCode.OK;
    }

    private int refuse(List<String> problems, int exitCode) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("The server cannot start:");
        problems.forEach(problem -> err.println("  " + problem));
        err.flush();
        return exitCode;
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
