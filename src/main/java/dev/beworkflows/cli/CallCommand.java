package dev.beworkflows.cli;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code call}: calls a workflow of a server. */
@Command(
        name = "call",
        description = "Calls a workflow, and writes its answer to standard output.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            "1:the run failed, or the server could not do it",
            "2:wrong use, or the request does not fit the workflow",
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class CallCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The id of the workflow.")
    private String id = "";

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(names = "--method", paramLabel = "METHOD", description = "Default: POST with a body or a form, else GET.")
    private Optional<String> method = Optional.empty();

    @Option(names = "--background", description = "Do not wait: answers with the run's id as soon as it is durable.")
    private boolean background;

    @Option(names = "--wait", description = "Wait for the answer, also of a background workflow.")
    private boolean wait;

    @Option(names = "--version", paramLabel = "N", description = "This version instead of the published one.")
    private Optional<Integer> version = Optional.empty();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        if (background && wait) {
            throw CommandFailure.wrongUse("use --background or --wait");
        }
        ServerClient client = new ServerClient(server, terminal);
        ServerClient.Answer answer = client.accepted(sent(client));
        terminal.print(answer.json());
        if (answer.status() == 202 && !terminal.isJson()) {
            terminal.tell(
                    "see: be-workflows events " + answer.json().path("run_id").asText());
        }
        return ExitCode.DONE;
    }

    private ServerClient.Answer sent(ServerClient client) {
        Optional<String> json = request.body();
        List<RequestOptions.FormField> form = request.form();
        String[] headers = background
                ? new String[] {"Prefer", "respond-async"}
                : wait ? new String[] {"Prefer", "wait"} : new String[0];
        if (json.isPresent()) {
            return client.send(verb("POST"), path(), "application/json", BodyPublishers.ofString(json.get()), headers);
        }
        if (!form.isEmpty()) {
            FormBody body = FormBody.of(form);
            return client.send(verb("POST"), path(), body.contentType(), body.publisher(), headers);
        }
        return client.sendEmpty(verb("GET"), path(), headers);
    }

    private String verb(String byDefault) {
        return method.orElse(byDefault);
    }

    private String path() {
        Api.Query query = new Api.Query();
        for (RequestOptions.UrlArgument argument : request.urlArguments()) {
            query = query.with(argument.name(), argument.value());
        }
        String of = version.map(number -> "/versions/" + number).orElse("");
        return Api.workflow(id) + of + "/call" + query;
    }
}
