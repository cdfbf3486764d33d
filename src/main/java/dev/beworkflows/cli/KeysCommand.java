package dev.beworkflows.cli;

import picocli.CommandLine.Command;

/** {@code keys}: makes, lists and revokes API keys. */
@Command(
        name = "keys",
        description = "Makes, lists and revokes keys. Wants the key of an admin, but for the first key.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {}
