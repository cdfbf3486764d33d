package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** The same text for the same request: method, checked values whatever their order, and files with their content. Blocks while it reads the files. */
final class RequestHash {
    private static final int CHUNK = 1 << 16;

    private final MessageDigest digest = sha256();

    private RequestHash() {}

    static String of(String method, RunRequest request) throws IOException {
        RequestHash hash = new RequestHash();
        hash.add(method);
        hash.add(request.urlParams().tree());
        hash.add(request.body().tree());
        hash.add(request.form().tree());
        for (var field : new TreeMap<>(request.files()).entrySet()) {
            hash.add(field.getKey());
            for (UploadedFile file : field.getValue()) {
                hash.add(file);
            }
        }
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(UploadedFile file) throws IOException {
        add(file.filename());
        add(file.contentType());
        add(Long.toString(file.size()));
        try (InputStream content = Files.newInputStream(Path.of(file.path()))) {
            byte[] chunk = new byte[CHUNK];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        }
    }

    private void add(JsonNode json) {
        if (json.isObject()) {
            add("{" + json.size());
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            json.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            sorted.forEach((name, value) -> {
                add(name);
                add(value);
            });
        } else if (json.isArray()) {
            add("[" + json.size());
            json.forEach(this::add);
        } else {
            add(json.toString());
        }
    }

    /** With its length, so that no two lists of texts look the same. */
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
