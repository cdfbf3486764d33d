package dev.beworkflows.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * The checked request of a run: values have their declared types, optional parameters that were not sent have their default or null.
 *
 * @param files the uploaded files by form field
 */
public record RunRequest(JsonText urlParams, JsonText body, JsonText form, Map<String, List<UploadedFile>> files) {

    public RunRequest {
        files = Map.copyOf(files);
    }

    public static RunRequest of(
            ObjectNode urlParams, ObjectNode body, ObjectNode form, Map<String, List<UploadedFile>> files) {
        return new RunRequest(JsonText.of(urlParams), JsonText.of(body), JsonText.of(form), files);
    }

    /** Writes its texts now, which takes long when they are large. */
    public void write() {
        for (JsonText part : List.of(urlParams, body, form)) {
            String unused = part.text();
        }
    }
}
