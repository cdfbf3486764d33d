package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keys list}: shows all keys but not what they are. */
@Command(name = "list", description = "Lists keys.")
final class KeysListCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        JsonNode page = new ServerClient(server, terminal).get(Api.KEYS);
        if (terminal.isJson()) {
            terminal.print(page);
            return ExitCode.DONE;
        }
        Table table = new Table("key", "name", "role", "workflows", "begins with", "user", "last used", "ends");
        page.path("items").forEach(key -> row(table, key));
        table.lines().forEach(terminal::print);
        return ExitCode.DONE;
    }

    private static void row(Table table, JsonNode key) {
        List<String> workflows = new ArrayList<>();
        key.path("workflows").forEach(id -> workflows.add(id.asText()));
        table.row(
                key.path("id").asText(),
                key.path("name").asText(),
                key.path("role").asText(),
                String.join(",", workflows),
                key.path("hint").asText(),
                key.path("user").asText(),
                text(key, "last_used_at"),
                key.hasNonNull("revoked_at") ? "revoked" : text(key, "expires_at"));
    }

    private static String text(JsonNode key, String member) {
        return key.hasNonNull(member) ? key.path(member).asText() : "";
    }
}
