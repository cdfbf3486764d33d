package dev.beworkflows.cli;

import java.io.Serial;

/** A command cannot go on. The message is for whoever typed it. */
public final class CommandFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public static CommandFailure wrongUse(String message) {
        return new CommandFailure(ExitCode.WRONG_USE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
