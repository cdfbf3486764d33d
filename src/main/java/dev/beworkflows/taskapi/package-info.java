/**
 * Answers what running Python asks for, a method per callback.
 *
 * <p>One instance an attempt of a task; see {@link dev.beworkflows.task.TaskCallbacks} for the threads.
 */
@NullMarked
package dev.beworkflows.taskapi;

import org.jspecify.annotations.NullMarked;
