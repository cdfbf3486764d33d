/**
 * What a workflow is, as its author wrote it; refuses what is not one.
 *
 * <p>Pure: no clock, no thread, no input or output but the folder that {@link dev.beworkflows.workflow.WorkflowFolder} is given.
 * Everything public here is immutable and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.workflow;

import org.jspecify.annotations.NullMarked;
