package dev.beworkflows.workflow;

import java.util.List;

/**
 * One named list of rows in the answer.
 *
 * @param fields of each row; empty: any object is a row
 */
public record ResponseItem(String key, About about, List<Field> fields) {

    public ResponseItem {
        fields = List.copyOf(fields);
    }
}
