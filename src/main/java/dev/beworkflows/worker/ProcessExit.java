package dev.beworkflows.worker;

import java.util.Map;

/**
 * How a process ended.
 *
 * @param code as Java reports it: 128 + the signal's number when a signal ended it
 */
record ProcessExit(int code) {

    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV",
            13, "SIGPIPE", 15, "SIGTERM");

    /** In words, for a caller who has never heard of exit codes. */
    String inWords() {
        int signal = code - 128;
        if (signal > 0 && signal < 65) {
            return "was killed by " + SIGNALS.getOrDefault(signal, "signal " + signal) + hint(signal);
        }
        return "exited with code " + code;
    }

    private static String hint(int signal) {
        return switch (signal) {
            case 9 -> " (often: out of memory)";
            case 11 -> " (a crash in native code)";
            default -> "";
        };
    }
}
