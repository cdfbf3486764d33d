package dev.beworkflows.worker;

import dev.beworkflows.task.TaskOutcome;

/**
 * The life of a worker: {@code Starting → Idle ⇄ Busy → Stopping → Dead}, {@code Busy → Spent → Dead}, and {@code Idle ⇄ Loading}; from each but the last it may
 * also die at once.
 */
sealed interface WorkerState {

    /** Whether a worker that dies in this state needs no pause before the next one starts. */
    default boolean isEndWithoutFault() {
        return this instanceof Stopping || this instanceof Spent || this instanceof Loading;
    }

    record Starting() implements WorkerState {}

    record Idle() implements WorkerState {}

    /** It loads code before calls of it come. */
    record Loading() implements WorkerState {}

    /** @param pending the one call that it executes */
    record Busy(PendingCall pending) implements WorkerState {}

    /**
     * It was told to die and is not gone yet.
     *
     * @param pending the call that ends with its death
     * @param because how that call ends
     */
    record Stopping(PendingCall pending, TaskOutcome because) implements WorkerState {}

    /** It gave its answer, and was told to die for what the task left in it. */
    record Spent() implements WorkerState {}

    record Dead() implements WorkerState {}
}
