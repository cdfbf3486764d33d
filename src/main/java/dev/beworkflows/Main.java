package dev.beworkflows;

import picocli.CommandLine;

/** Entry point of the jar. Exit codes: 0 done, 1 failed, 2 wrong use. */
@CommandLine.Command(
        name = "be-workflows",
        description = "Backend workflows: graphs of Python tasks behind one REST call.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).addSubcommand(ServeCommand.commandLine());
    }
}
