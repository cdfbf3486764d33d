/**
 * HTTP to method calls, failures to problem+json.
 *
 * <p>Everything about a connection happens on the event loop of the verticle that accepted it; nothing here blocks.
 */
@NullMarked
package dev.beworkflows.http;

import org.jspecify.annotations.NullMarked;
