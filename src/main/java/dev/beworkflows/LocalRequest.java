package dev.beworkflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.beworkflows.cli.CommandFailure;
import dev.beworkflows.cli.RequestOptions;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.schema.NamedText;
import dev.beworkflows.schema.RawRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The request of a run without a server, as a server would have received it. */
record LocalRequest(RequestOptions options, Path uploads) {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    /** @throws CommandFailure when the body is no JSON, or a file cannot be read */
    RawRequest read() {
        List<NamedText> query = options.urlArguments().stream()
                .map(argument -> new NamedText(argument.name(), argument.value()))
                .toList();
        List<NamedText> form = new ArrayList<>();
        Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
        for (RequestOptions.FormField field : options.form()) {
            field.text().ifPresent(text -> form.add(new NamedText(field.name(), text)));
            field.file()
                    .ifPresent(file -> files.computeIfAbsent(field.name(), name -> new ArrayList<>())
                            .add(upload(file, files)));
        }
        return new RawRequest(query, body(), form, files);
    }

    private Optional<JsonNode> body() {
        return options.body().map(text -> {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw CommandFailure.wrongUse("--body is no JSON: " + e.getOriginalMessage());
            }
        });
    }

    /** A copy: tasks may do with an uploaded file what they like. */
    private UploadedFile upload(Path file, Map<String, List<UploadedFile>> before) {
        int number = before.values().stream().mapToInt(List::size).sum();
        try {
            Path copy = Files.createDirectories(uploads).resolve("upload-" + number);
            Path unused = Files.copy(file, copy);
            String type = Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
            return new UploadedFile(
                    String.valueOf(file.getFileName()),
                    type,
                    Files.size(copy),
                    copy.toAbsolutePath().toString());
        } catch (IOException e) {
            throw CommandFailure.wrongUse("--form: " + file + " cannot be read: " + e.getMessage());
        }
    }
}
