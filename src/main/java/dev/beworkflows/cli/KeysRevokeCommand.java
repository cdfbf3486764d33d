package dev.beworkflows.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keys revoke}: makes a key worthless. */
@Command(name = "revoke", description = "Revokes a key, at once and for good.")
final class KeysRevokeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The id of the key, as 'keys list' shows it.")
    private String id = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        new ServerClient(server, terminal).delete(Api.key(id));
        terminal.tell("key " + id + " is revoked");
        return ExitCode.DONE;
    }
}
