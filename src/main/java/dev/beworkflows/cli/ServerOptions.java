package dev.beworkflows.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command talks to, and as whom. */
public final class ServerOptions {

    /** The environment variable with the server's address. */
    public static final String SERVER = "BEW_SERVER";

    /** The environment variable with the caller's key. */
    public static final String KEY = "BEW_KEY";

    private static final String BY_DEFAULT = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's address; default: " + BY_DEFAULT + " [" + SERVER + "]")
    private Optional<String> server = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "The key to call it with [" + KEY + "]")
    private Optional<String> key = Optional.empty();

    /** As if these had been typed. */
    static ServerOptions of(String address, String key) {
        ServerOptions options = new ServerOptions();
        options.server = Optional.of(address);
        options.key = Optional.of(key);
        return options;
    }

    String address() {
        String address = server.or(() -> variable(SERVER)).orElse(BY_DEFAULT);
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    Optional<String> key() {
        return key.or(() -> variable(KEY));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
    }
}
