package dev.beworkflows.cli;

/** How commands end, for scripts. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USE = 2;
    public static final int NOT_REACHED = 3;

    /** For the help of a command. */
    public static final String HEADING = "%nExit codes:%n";

    public static final String DONE_IN_WORDS = "0:done";
    public static final String FAILED_IN_WORDS = "1:failed";
    public static final String WRONG_USE_IN_WORDS = "2:wrong use";
    public static final String NOT_REACHED_IN_WORDS = "3:the server was not reached, or refused the key";

    private ExitCode() {}
}
