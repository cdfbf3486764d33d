package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The request of a run as JSON. */
final class RequestJson {

    private RequestJson() {}

    static MemberSink write(MemberSink sink, RunRequest request) {
        return write(sink, request, (one, file) -> file(one, file).text("path", file.path()));
    }

    /** Where an uploaded file lies is nobody's business. */
    static MemberSink show(MemberSink sink, RunRequest request) {
        return write(sink, request, RequestJson::file);
    }

    static ObjectNode show(RunRequest request) {
        return TreeSink.tree(sink -> show(sink, request));
    }

    static RunRequest read(JsonNode json) {
        Members members = new Members(json);
        Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
        members.object("files").properties().forEach(field -> files.put(field.getKey(), readFiles(field.getValue())));
        return new RunRequest(
                JsonText.asRead(members.object("url_params")),
                JsonText.asRead(members.object("req_body")),
                JsonText.asRead(members.object("req_form")),
                files);
    }

    private static MemberSink write(
            MemberSink sink, RunRequest request, BiFunction<MemberSink, UploadedFile, MemberSink> one) {
        return sink.json("url_params", request.urlParams())
                .json("req_body", request.body())
                .json("req_form", request.form())
                .lists("files", new TreeMap<>(request.files()), one);
    }

    private static MemberSink file(MemberSink sink, UploadedFile file) {
        return sink.text("filename", file.filename())
                .text("content_type", file.contentType())
                .number("size", file.size());
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
