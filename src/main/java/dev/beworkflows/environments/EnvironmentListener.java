package dev.beworkflows.environments;

/** Hears what becomes of environments; called on the loop of {@link Environments}. */
public interface EnvironmentListener {

    /** It was built; workers may be started in it. */
    void ready(EnvironmentId id);

    /** It is gone: whoever wants it must ask for it again. */
    void removed(EnvironmentId id);
}
