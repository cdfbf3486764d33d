package dev.beworkflows.cli;

import picocli.CommandLine;

/** The commands that talk to a server. */
public final class ServerCommands {

    private ServerCommands() {}

    /** Adds all of them to the program. */
    public static CommandLine addTo(CommandLine program, OwnServer own) {
        return program.addSubcommand(new PushCommand())
                .addSubcommand(new PullCommand())
                .addSubcommand(new CallCommand())
                .addSubcommand(new RunsCommand())
                .addSubcommand(new LogsCommand())
                .addSubcommand(new EventsCommand())
                .addSubcommand(new CommandLine(new KeysCommand())
                        .addSubcommand(new KeysCreateCommand(own))
                        .addSubcommand(new KeysListCommand())
                        .addSubcommand(new KeysRevokeCommand()))
                .addSubcommand(new TestFromRunCommand());
    }
}
