package dev.beworkflows.worker;

import dev.beworkflows.disk.FolderAccess;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which layers keep workers apart on this machine, tried out once before the first worker starts.
 *
 * @param layers that work
 * @param missing why each other one does not; empty at the level {@link IsolationSettings.Level#OFF}
 */
public record Isolation(IsolationSettings settings, Set<IsolationLayer> layers, Map<IsolationLayer, String> missing) {

    public Isolation {
        layers = Collections.unmodifiableSet(layers);
        missing = Collections.unmodifiableMap(missing);
    }

    /** Workers can do what the server can. */
    public static Isolation off() {
        return new Isolation(
                IsolationSettings.OFF, EnumSet.noneOf(IsolationLayer.class), new EnumMap<>(IsolationLayer.class));
    }

    /**
     * Tries out the layers; blocks for some 50 ms, and for as much again for each combination that does not work.
     *
     * @throws MissingLayer at the level {@link IsolationSettings.Level#REQUIRED} when one does not work
     */
    public static Isolation find(IsolationSettings settings, IsolationProbe probe) throws MissingLayer {
        if (settings.level() == IsolationSettings.Level.OFF) {
            return new Isolation(settings, EnumSet.noneOf(IsolationLayer.class), new EnumMap<>(IsolationLayer.class));
        }
        Isolation found = probe.find(settings);
        if (settings.level() == IsolationSettings.Level.REQUIRED
                && !found.missing().isEmpty()) {
            throw new MissingLayer(
                    "isolation is required, but not all of its layers are there: " + found.missingInWords());
        }
        return found;
    }

    public boolean has(IsolationLayer layer) {
        return layers.contains(layer);
    }

    /** What workers may do in folders that they share with the server. */
    public FolderAccess access() {
        return has(IsolationLayer.OWN_USER) ? FolderAccess.of(settings.uid()) : FolderAccess.SAME_USER;
    }

    /** For the operator. */
    public String inWords() {
        if (settings.level() == IsolationSettings.Level.OFF) {
            return "off: tasks can do what the server can";
        }
        String there = layers.isEmpty()
                ? "none"
                : layers.stream().map(IsolationLayer::inWords).collect(Collectors.joining(", "));
        return missing.isEmpty() ? there : there + "; missing: " + missingInWords();
    }

    private String missingInWords() {
        return Arrays.stream(IsolationLayer.values())
                .filter(missing::containsKey)
                .map(layer -> layer.inWords() + " (" + missing.get(layer) + "; " + layer.remedy() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Without it the server is not to start. */
    public static final class MissingLayer extends Exception {
        MissingLayer(String message) {
            super(message);
        }
    }
}
