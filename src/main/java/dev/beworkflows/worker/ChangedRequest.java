package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.rpc.ProtocolViolation;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request as an interceptor left it. Files are named by their paths, and only those of the call can be. */
final class ChangedRequest {

    private ChangedRequest() {}

    /** @throws ProtocolViolation when this is no request, or names a file that the call has not */
    static RunRequest read(JsonNode changed, RunRequest original) {
        Map<String, UploadedFile> byPath = new HashMap<>();
        original.files().values().forEach(files -> files.forEach(file -> byPath.put(file.path(), file)));
        Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
        object(changed, "files")
                .properties()
                .forEach(field -> files.put(field.getKey(), files(field.getValue(), byPath)));
        return RunRequest.of(
                object(changed, "url_params"), object(changed, "req_body"), object(changed, "req_form"), files);
    }

    private static List<UploadedFile> files(JsonNode paths, Map<String, UploadedFile> byPath) {
        List<UploadedFile> files = new ArrayList<>();
        for (JsonNode path : paths) {
            UploadedFile file = byPath.get(path.asText());
            if (file == null) {
                throw new ProtocolViolation("/result/request/files names a file that was not in the call");
            }
            files.add(file);
        }
        return List.copyOf(files);
    }

    private static ObjectNode object(JsonNode request, String name) {
        if (request.path(name) instanceof ObjectNode object) {
            return object;
        }
        throw new ProtocolViolation("/result/request/" + name + " is not an object");
    }
}
