package dev.beworkflows.workflow;

/** One thing that is wrong with the files of a workflow. */
public record FileProblem(FilePlace place, String message) {

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
