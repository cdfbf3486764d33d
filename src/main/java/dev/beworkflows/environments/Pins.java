package dev.beworkflows.environments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what was resolved. */
final class Pins {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Pins() {}

    /** From the report of {@code pip install --dry-run --report}. */
    static List<Pin> ofPip(Path report) throws IOException {
        List<Pin> pins = new ArrayList<>();
        for (JsonNode item : JSON.readTree(Files.readString(report)).path("install")) {
            JsonNode metadata = item.path("metadata");
            JsonNode sha256 = item.at("/download_info/archive_info/hashes/sha256");
            pins.add(new Pin(
                    metadata.path("name").asText(),
                    metadata.path("version").asText(),
                    sha256.isTextual() ? List.of("sha256:" + sha256.asText()) : List.of()));
        }
        return pins;
    }

    /** From what {@code uv pip compile} writes. */
    static List<Pin> ofUv(Path file) throws IOException {
        String joined = Files.readString(file).replaceAll("\\\\\\R\\s*", "");
        return joined.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("-"))
                .map(Pin::parse)
                .toList();
    }
}
