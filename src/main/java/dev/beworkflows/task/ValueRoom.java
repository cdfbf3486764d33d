package dev.beworkflows.task;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the large values of one run lie, and how much of them there may be. All tasks of the run share it.
 *
 * <p>May be used from any thread. Workers look at what lies in the folders before they write; what is counted here is for those that do not.
 */
public final class ValueRoom {

    private final Folders folders;
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param first the worker that first needs it makes it
     * @param spill takes what has no room in the first one; made likewise
     * @param keepFree so many bytes of the first one's file system stay free, when there is a second one
     * @param durable whether values outlive the machine's sudden end
     */
    public record Folders(Path first, Optional<Path> spill, long keepFree, boolean durable) {}

    /** @param limit most bytes of all files together */
    public ValueRoom(Folders folders, long limit) {
        this.folders = folders;
        this.limit = limit;
    }

    /** The same with less room, if this is less. */
    public ValueRoom within(OptionalLong bytes) {
        return bytes.isPresent() && bytes.getAsLong() < limit ? new ValueRoom(folders, bytes.getAsLong()) : this;
    }

    public Folders folders() {
        return folders;
    }

    public long limit() {
        return limit;
    }

    /** Counts a file that was written. False: there was too much before it. The one that goes beyond the limit may be one of several that were written at the same time. */
    public boolean take(long bytes) {
        return taken.getAndAdd(bytes) <= limit;
    }
}
