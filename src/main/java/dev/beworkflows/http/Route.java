package dev.beworkflows.http;

import dev.beworkflows.access.Permission;

/**
 * One way into the server.
 *
 * @param template the path; a segment that begins with a colon stands for any text
 */
record Route(String method, String template, Permission permission) {}
