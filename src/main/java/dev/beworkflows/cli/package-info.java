/**
 * What people and scripts type: talks to a server over HTTP, shows tables to people and JSON to scripts. Knows of the server's insides only what a folder with a workflow
 * looks like.
 *
 * <p>Runs on the main thread.
 */
@NullMarked
package dev.beworkflows.cli;

import org.jspecify.annotations.NullMarked;
