package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The request of a run as JSON. */
final class RequestJson {

    private RequestJson() {}

    static ObjectNode write(RunRequest request) {
        return write(request, file -> show(file).put("path", file.path()));
    }

    /** Where an uploaded file lies is nobody's business. */
    static ObjectNode show(RunRequest request) {
        return write(request, RequestJson::show);
    }

    static RunRequest read(JsonNode json) {
        Members members = new Members(json);
        Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
        members.object("files").properties().forEach(field -> files.put(field.getKey(), readFiles(field.getValue())));
        return new RunRequest(
                members.object("url_params"), members.object("req_body"), members.object("req_form"), files);
    }

    private static ObjectNode write(RunRequest request, Function<UploadedFile, ObjectNode> one) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("url_params", request.urlParams());
        json.set("req_body", request.body());
        json.set("req_form", request.form());
        ObjectNode files = json.putObject("files");
        new TreeMap<>(request.files()).forEach((field, list) -> {
            ArrayNode array = files.putArray(field);
            list.forEach(file -> array.add(one.apply(file)));
        });
        return json;
    }

    private static ObjectNode show(UploadedFile file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("filename", file.filename())
                .put("content_type", file.contentType())
                .put("size", file.size());
    }

    private static List<UploadedFile> readFiles(JsonNode array) {
        List<UploadedFile> files = new ArrayList<>();
        for (JsonNode json : array) {
            Members file = new Members(json);
            files.add(new UploadedFile(
                    file.text("filename"), file.text("content_type"), file.number("size"), file.text("path")));
        }
        return List.copyOf(files);
    }
}
