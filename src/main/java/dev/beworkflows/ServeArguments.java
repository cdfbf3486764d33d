package dev.beworkflows;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** {@code serve} as it is nearly always typed: each option once, with a value. Everything else, help and mistakes too, is the command line's. */
final class ServeArguments {

    static final String COMMAND = "serve";

    private final String[] arguments;
    private final Map<Setting, String> options = new EnumMap<>(Setting.class);
    private int next = 1;

    private ServeArguments(String[] arguments) {
        this.arguments = arguments;
    }

    /** The options that are set; empty when the arguments are more than that. */
    static Optional<Map<Setting, String>> plain(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals(COMMAND)) {
            return Optional.empty();
        }
        ServeArguments read = new ServeArguments(arguments);
        while (read.next < arguments.length) {
            if (!read.option()) {
                return Optional.empty();
            }
        }
        return Optional.of(read.options);
    }

    /** Reads one option with its value; false when this is something else. */
    private boolean option() {
        String argument = arguments[next++];
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (equals < 0 && next == arguments.length) {
            return false;
        }
        String value = equals < 0 ? arguments[next++] : argument.substring(equals + 1);
        for (Setting setting : Setting.values()) {
            if (setting.option().equals(name)) {
                return isPlain(value) && options.put(setting, value) == null;
            }
        }
        return false;
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty() && !value.startsWith("-") && !value.startsWith("@");
    }
}
