package dev.beworkflows.catalog;

import dev.beworkflows.workflow.WorkflowId;
import java.util.Map;
import java.util.Optional;

/**
 * One workflow of an import, as files.
 *
 * @param pointer RFC 6901 JSON pointer of its place in the imported document
 * @param id empty: the one in its workflow.yaml
 * @param files text by path
 */
public record FolderEntry(String pointer, Optional<WorkflowId> id, Map<String, String> files) {

    public FolderEntry {
        files = Map.copyOf(files);
    }

    /** Where a file stands in the document. */
    String pointer(String file) {
        String escaped = file.replace("~", "~0").replace("/", "~1");
        return pointer + "/files" + (files.containsKey(file) ? "/" + escaped : "");
    }
}
