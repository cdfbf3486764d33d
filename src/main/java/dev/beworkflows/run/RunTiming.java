package dev.beworkflows.run;

import java.time.Duration;

/**
 * Where the time of a run in the foreground went. Of tasks that ran at the same time the times are added up.
 *
 * @param validation from the last byte of the request until it was checked and the run began
 * @param queue how long tasks waited for a worker
 * @param dispatch between server and worker and back: what a task took without the author's code
 * @param user within the author's code
 * @param encode putting the answer together
 */
public record RunTiming(Duration validation, Duration queue, Duration dispatch, Duration user, Duration encode) {}
