package dev.beworkflows.http;

/** Carries an expected failure out of a reader or through a Future to the one place that renders it. Without a stack trace: nobody looks for its cause. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
