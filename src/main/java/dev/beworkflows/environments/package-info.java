/**
 * Makes the virtual environments that workflows ask for: resolves their requirements to exact pins, builds what the pins say once for all workflows, keeps it as long as it is used.
 *
 * <p>{@link dev.beworkflows.environments.Environments} owns the state on its event loop; what takes long is done on threads of its own.
 */
@NullMarked
package dev.beworkflows.environments;

import org.jspecify.annotations.NullMarked;
