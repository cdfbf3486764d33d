package dev.beworkflows;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/** Entry point of the jar. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Optional<Map<Setting, String>> plain = ServeArguments.plain(arguments);
        System.exit(plain.isPresent() ? serve(plain.get()) : command(arguments));
    }

    /** Without the classes that the command line takes: a server is started often, and somebody waits for it. */
    private static int serve(Map<Setting, String> options) {
        return Serving.run(options, new PrintWriter(System.err, true, Charset.defaultCharset()));
    }

    private static int command(String[] arguments) {
        if (arguments.length > 0 && !arguments[0].equals(ServeArguments.COMMAND)) {
            CommandLog.toStandardError();
        }
        return Commands.commandLine().execute(arguments);
    }
}
