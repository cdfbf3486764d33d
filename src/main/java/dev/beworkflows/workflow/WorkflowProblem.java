package dev.beworkflows.workflow;

/**
 * One thing that is wrong with a definition.
 *
 * @param pointer RFC 6901 JSON pointer of the place in the definition
 * @param message what is wrong there
 * @param expected what would be right
 * @param line of the code that the pointer leads to, from 1; 0: not in code, or unknown
 * @param column in that line, from 1; 0: unknown
 */
public record WorkflowProblem(String pointer, String message, String expected, int line, int column) {

    public WorkflowProblem(String pointer, String message, String expected) {
        this(pointer, message, expected, 0, 0);
    }

    /** The same at another place. */
    public WorkflowProblem at(String otherPointer) {
        return new WorkflowProblem(otherPointer, message, expected, line, column);
    }

    /** The message with its place in the code. */
    public String placedMessage() {
        if (line == 0) {
            return message;
        }
        return "line " + line + (column == 0 ? "" : ", column " + column) + ": " + message;
    }
}
