package dev.beworkflows;

import dev.beworkflows.cli.CommandFailure;
import dev.beworkflows.cli.ExitCode;
import dev.beworkflows.cli.OwnServer;
import dev.beworkflows.cli.ServerCommands;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The whole command line. */
@CommandLine.Command(
        name = "be-workflows",
        description = "Backend workflows: graphs of Python tasks behind one REST call.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CheckCommand.class, RunCommand.class},
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            ExitCode.FAILED_IN_WORDS,
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class Commands {

    private Commands() {}

    static CommandLine commandLine() {
        return ServerCommands.addTo(
                        new CommandLine(new Commands()).addSubcommand(ServeCommand.commandLine()), Commands::server)
                .addSubcommand(
                        "completion",
                        new CommandLine(new AutoComplete.GenerateCompletion()).setCommandName("completion"))
                .setExpandAtFiles(false) // @FILE is a value of some options
                .setExecutionExceptionHandler(Commands::failed);
    }

    private static OwnServer.Running server(Path data, String key) {
        Map<Setting, String> options = Map.of(
                Setting.HOST, "127.0.0.1",
                Setting.PORT, "0",
                Setting.WORKERS, "1",
                Setting.DATA, data.toString(),
                Setting.API_KEY, key);
        SettingValues values = new SettingValues(System.getenv(), options);
        Configuration configuration = Configuration.read(values);
        if (!values.problems().isEmpty()) {
            throw CommandFailure.wrongUse(String.join("\n", values.problems()));
        }
        try {
            Server server = Server.start(configuration);
            return new OwnServer.Running("http://127.0.0.1:" + server.port(), server::close);
        } catch (StartException e) {
            throw new CommandFailure(ExitCode.FAILED, e.getMessage());
        }
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof CommandFailure told) {
            command.getErr().println(told.getMessage());
            command.getErr().flush();
            return told.exitCode();
        }
        if (failure instanceof StartException told) {
            command.getErr().println(told.getMessage());
            command.getErr().flush();
            return ExitCode.FAILED;
        }
        throw failure;
    }
}
