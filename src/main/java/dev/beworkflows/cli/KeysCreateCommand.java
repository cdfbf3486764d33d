package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys create}: makes a key, and shows it once. */
@Command(
        name = "create",
        description = "Makes a key. Standard output is the key, which is never shown again.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            ExitCode.FAILED_IN_WORDS,
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class KeysCreateCommand implements Callable<Integer> {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern LIFE = Pattern.compile("(\\d{1,6})([mhd])");

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "For people.")
    private String name = "";

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "admin, author, caller or viewer.")
    private String role = "";

    @Option(names = "--workflow", paramLabel = "ID", description = "A caller may call this one only; may be repeated.")
    private List<String> workflows = new ArrayList<>();

    @Option(names = "--user", paramLabel = "USER", description = "Whose key it is; default: the name.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--on-behalf-of", description = "It may act for other users (header On-Behalf-Of).")
    private boolean actsForOthers;

    @Option(names = "--rate", paramLabel = "N", description = "At most so many requests a minute.")
    private Optional<Integer> rate = Optional.empty();

    @Option(
            names = "--expires",
            paramLabel = "90d",
            description = "How long it is good, in m, h or d; default: for ever.")
    private Optional<String> expires = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "No server runs: makes the key in this data folder, or in the database of BEW_DATABASE_URL.")
    private Optional<Path> data = Optional.empty();

    private final OwnServer own;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    /** @param own for a data folder without a server */
    KeysCreateCommand(OwnServer own) {
        this.own = own;
    }

    @Override
    public Integer call() {
        show(data.isPresent() ? made(data.get()) : made(server));
        return ExitCode.DONE;
    }

    private JsonNode made(Path folder) {
        String key =
                Long.toHexString(RANDOM.nextLong()) + Long.toHexString(RANDOM.nextLong()) + "-for-one-command-only";
        OwnServer.Running running = own.start(folder, key);
        try {
            return made(ServerOptions.of(running.address(), key));
        } finally {
            running.stop().run();
        }
    }

    private JsonNode made(ServerOptions where) {
        return new ServerClient(where, terminal).post(Api.KEYS, wanted());
    }

    private ObjectNode wanted() {
        ObjectNode wanted =
                JsonNodeFactory.instance.objectNode().put("name", name).put("role", role);
        if (!workflows.isEmpty()) {
            workflows.forEach(wanted.putArray("workflows")::add);
        }
        user.ifPresent(text -> wanted.put("user", text));
        if (actsForOthers) {
            wanted.put("may_act_for_others", true);
        }
        rate.ifPresent(number -> wanted.put("rate_per_minute", number));
        expires.ifPresent(
                text -> wanted.put("expires_at", Instant.now().plus(life(text)).toString()));
        return wanted;
    }

    private void show(JsonNode made) {
        if (terminal.isJson()) {
            terminal.print(made);
        } else {
            terminal.print(made.path("key").asText());
            terminal.tell(
                    "key " + made.path("id").asText() + " for " + name + ", " + role + "; it is shown this once only");
        }
    }

    private static Duration life(String text) {
        Matcher matcher = LIFE.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailure.wrongUse("--expires '" + text + "': expected a time such as 30m, 12h or 90d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
