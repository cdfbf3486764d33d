package dev.beworkflows.http;

import java.util.Locale;

/** Every kind of failure that an answer can name. The type of each is part of the API: it never changes. */
public enum ApiError {
    MALFORMED_REQUEST(400, "The request cannot be read"),
    INVALID_REQUEST(400, "The request does not fit the workflow's parameters"),
    INVALID_DEFINITION(400, "The definition contradicts itself"),
    API_KEY_NEEDED(401, "An API key is needed"),
    FOREIGN_PAGE(403, "A page of another site may not call"),
    FORBIDDEN(403, "This is not allowed to who asks"),
    NOT_FOUND(404, "There is nothing here"),
    UNKNOWN_WORKFLOW(404, "There is no such workflow"),
    UNKNOWN_RUN(404, "There is no such run"),
    UNKNOWN_KEY(404, "There is no such key"),
    UNKNOWN_SECRET(404, "There is no such secret"),
    UNKNOWN_ENVIRONMENT(404, "There is no such environment"),
    UNKNOWN_SCHEDULE(404, "There is no such schedule"),
    METHOD_NOT_ALLOWED(405, "This method is not allowed here"),
    RESULT_NOT_KEPT(410, "The answer was not kept"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    WORKFLOW_DISABLED(409, "The workflow is disabled"),
    NOT_PUBLISHED(409, "The workflow has no published version"),
    WORKFLOW_EXISTS(409, "A workflow of this id exists"),
    VERSION_CONFLICT(409, "Somebody else saved in the meantime"),
    FIRST_KEY(409, "The first key must be an admin's"),
    LAST_ADMIN(409, "It is the last key that could make others"),
    ENVIRONMENT_IN_USE(409, "The environment is in use"),
    WRONG_RUN_STATUS(409, "The run's status does not allow this"),
    CANCELLED_RUN(409, "The run was cancelled on request"),
    IDEMPOTENCY_IN_PROGRESS(409, "The same request is being worked on"),
    INTERRUPTED(409, "The request was interrupted"),
    CONTENT_TOO_LARGE(413, "The request is too large"),
    URI_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "This content type is not supported"),
    REFUSED_BY_INTERCEPTOR(422, "The workflow's interceptor refused the request"),
    REQUIREMENTS_REFUSED(422, "The requirements of the version cannot be had"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    RATE_LIMITED(429, "The key has sent too many requests"),
    TASK_FAILED(500, "A task failed"),
    TASK_TIMEOUT(500, "A task took longer than its limit"),
    MEMORY_LIMIT(500, "A task took more memory than its limit"),
    WORKER_LOST(500, "The process that executed a task was lost"),
    INTERNAL(500, "The server failed"),
    SERVER_FULL(503, "The server has too much to do"),
    NO_WORKER(503, "No worker is free in time"),
    ENVIRONMENT_NOT_READY(503, "The workflow's environment is not ready"),
    RUN_CANCELLED(503, "The run was cancelled"),
    DATABASE_AWAY(503, "The database cannot be reached"),
    TOO_MANY_STREAMS(503, "There are too many open streams"),
    NOT_READY(503, "The server is not ready"),
    RUN_TIMEOUT(504, "The run took longer than its limit");

    private final int status;
    private final String title;

    ApiError(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** A URI reference, relative to the server. */
    public String type() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
