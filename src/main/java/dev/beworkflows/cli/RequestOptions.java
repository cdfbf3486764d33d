package dev.beworkflows.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a call sends, as it is typed. */
public final class RequestOptions {

    @Option(
            names = "--url-arg",
            paramLabel = "NAME=VALUE",
            description = "A query argument; several make a list when repeated.")
    private List<String> urlArgs = new ArrayList<>();

    @Option(names = "--body", paramLabel = "JSON|@FILE", description = "The JSON body.")
    private Optional<String> body = Optional.empty();

    @Option(
            names = "--form",
            paramLabel = "NAME=VALUE|NAME=@FILE",
            description = "A field of a form, or a file in one.")
    private List<String> form = new ArrayList<>();

    /** A field of a form: text, or a file. */
    public record FormField(String name, Optional<String> text, Optional<Path> file) {}

    /** A query argument. */
    public record UrlArgument(String name, String value) {}

    /** @throws CommandFailure when one is not written as NAME=VALUE */
    public List<UrlArgument> urlArguments() {
        return urlArgs.stream()
                .map(text -> new UrlArgument(NamedValue.name("--url-arg", text), NamedValue.text(text)))
                .toList();
    }

    /** @throws CommandFailure when the file cannot be read, or there is a form, too */
    public Optional<String> body() {
        if (body.isPresent() && !form.isEmpty()) {
            throw CommandFailure.wrongUse("a call has a body or a form: use --body or --form");
        }
        return body.map(text -> text.startsWith("@") ? NamedValue.read("--body", Path.of(text.substring(1))) : text);
    }

    /** @throws CommandFailure when one is not written as NAME=VALUE, or its file is missing */
    public List<FormField> form() {
        return form.stream().map(RequestOptions::field).toList();
    }

    private static FormField field(String text) {
        String name = NamedValue.name("--form", text);
        String value = NamedValue.text(text);
        if (!value.startsWith("@")) {
            return new FormField(name, Optional.of(value), Optional.empty());
        }
        Path file = Path.of(value.substring(1));
        if (!Files.isRegularFile(file)) {
            throw CommandFailure.wrongUse("--form " + name + ": no such file: " + file);
        }
        return new FormField(name, Optional.empty(), Optional.of(file));
    }
}
