package dev.beworkflows.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A form as HTTP sends it; files are streamed. */
record FormBody(String contentType, BodyPublisher publisher) {

    /** @throws CommandFailure when a file cannot be read */
    static FormBody of(List<RequestOptions.FormField> fields) {
        boolean files = fields.stream().anyMatch(field -> field.file().isPresent());
        return files ? multipart(fields, "be-workflows-" + UUID.randomUUID()) : urlencoded(fields);
    }

    private static FormBody urlencoded(List<RequestOptions.FormField> fields) {
        StringBuilder text = new StringBuilder();
        for (RequestOptions.FormField field : fields) {
            text.append(text.isEmpty() ? "" : "&")
                    .append(Api.encoded(field.name()))
                    .append('=')
                    .append(Api.encoded(field.text().orElse("")));
        }
        return new FormBody("application/x-www-form-urlencoded", BodyPublishers.ofString(text.toString()));
    }

    private static FormBody multipart(List<RequestOptions.FormField> fields, String boundary) {
        List<BodyPublisher> parts = new ArrayList<>();
        for (RequestOptions.FormField field : fields) {
            parts.add(BodyPublishers.ofString("--" + boundary + "\r\n" + head(field) + "\r\n\r\n"));
            parts.add(content(field));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n", StandardCharsets.US_ASCII));
        BodyPublisher all = BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
        return new FormBody("multipart/form-data; boundary=" + boundary, all);
    }

    private static String head(RequestOptions.FormField field) {
        String name = "Content-Disposition: form-data; name=\"" + escaped(field.name()) + "\"";
        return field.file()
                .map(file -> name + "; filename=\"" + escaped(String.valueOf(file.getFileName()))
                        + "\"\r\nContent-Type: " + type(file))
                .orElse(name);
    }

    private static BodyPublisher content(RequestOptions.FormField field) {
        if (field.file().isEmpty()) {
            return BodyPublishers.ofString(field.text().orElse(""));
        }
        try {
            return BodyPublishers.ofFile(field.file().get());
        } catch (FileNotFoundException e) {
            throw CommandFailure.wrongUse("--form " + field.name() + ": " + e.getMessage());
        }
    }

    private static String type(Path file) {
        try {
            return Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
        } catch (IOException e) {
            return "application/octet-stream";
        }
    }

    /** A quote and a backslash as a quoted string has them; line ends would end the header. */
    private static String escaped(String name) {
        return name.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }
}
