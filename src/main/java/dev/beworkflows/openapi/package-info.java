/**
 * What the API promises, as OpenAPI 3.1: the document of the whole server, written by hand, and the one of each workflow, made from it and the workflow's definition. Pure; may be used on any
 * thread.
 */
@NullMarked
package dev.beworkflows.openapi;

import org.jspecify.annotations.NullMarked;
