package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.run.UploadedFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came: decoded, not yet checked. Names may repeat.
 *
 * @param body empty when no JSON body was sent
 * @param files by form field
 */
public record RawRequest(
        List<NamedText> query, Optional<JsonNode> body, List<NamedText> form, Map<String, List<UploadedFile>> files) {

    public RawRequest {
        query = List.copyOf(query);
        form = List.copyOf(form);
        files = Map.copyOf(files);
    }
}
