package dev.beworkflows.workflow;

/**
 * Where in the files of a workflow something stands.
 *
 * @param file its path in the folder, like {@code tasks/train.py}
 * @param line from 1; 0: the file as a whole
 * @param column from 1, in characters; 0: the line as a whole
 */
public record FilePlace(String file, int line, int column) {

    static FilePlace whole(String file) {
        return new FilePlace(file, 0, 0);
    }

    /** As compilers write it, so that editors can jump there. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
    }
}
