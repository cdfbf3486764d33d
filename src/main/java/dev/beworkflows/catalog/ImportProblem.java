package dev.beworkflows.catalog;

import dev.beworkflows.workflow.FilePlace;
import java.util.Optional;

/**
 * One thing that is wrong, or doubtful, in an imported document.
 *
 * @param pointer RFC 6901 JSON pointer of the place in the document
 * @param place in a file of the workflow; empty: in none
 * @param expected what would be right
 */
public record ImportProblem(String pointer, Optional<FilePlace> place, String message, String expected) {

    public ImportProblem(String pointer, String message, String expected) {
        this(pointer, Optional.empty(), message, expected);
    }
}
