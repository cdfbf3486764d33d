package dev.beworkflows.journal;

import dev.beworkflows.workflow.WorkflowId;

/**
 * A caller's name for one request, sent as {@code Idempotency-Key}: the same request under the same key is done once.
 *
 * @param caller who calls; empty when that is not known
 * @param requestHash the same for the same request
 */
public record IdempotencyKey(String caller, WorkflowId workflow, String key, String requestHash) {}
