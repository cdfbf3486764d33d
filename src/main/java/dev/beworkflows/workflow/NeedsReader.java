package dev.beworkflows.workflow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a workflow's tasks need around them. */
final class NeedsReader {

    private static final Pattern PYTHON = Pattern.compile("3\\.\\d{1,2}");
    private static final Pattern MODULE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");
    private static final int MOST_MODULES = 50;
    private static final int LONGEST_MODULE = 200;

    private final RequirementsReader requirements;

    NeedsReader(DefinitionLimits limits) {
        this.requirements = new RequirementsReader(limits.requirements());
    }

    /** @param root the definition */
    Needs read(Place root) {
        return new Needs(
                requirements.read(root.member("requirements")),
                python(root.member("python")),
                preload(root.member("preload")),
                root.member("network").flag(false));
    }

    private static Optional<String> python(Place place) {
        Optional<String> version = place.text();
        if (version.isPresent() && !PYTHON.matcher(version.get()).matches()) {
            place.refuse(Texts.quoted(version.get()) + " is no version of Python", "two numbers, like '3.11'");
            return Optional.empty();
        }
        return version;
    }

    private static List<String> preload(Place list) {
        Set<String> modules = new LinkedHashSet<>();
        for (Place place : list.elements("preload", MOST_MODULES)) {
            String module = place.text().orElse("");
            if (module.length() > LONGEST_MODULE || !MODULE.matcher(module).matches()) {
                place.refuse("this is not the name of a module", "a module, like 'numpy' or 'sklearn.ensemble'");
            } else if (!modules.add(module)) {
                place.refuse(Texts.quoted(module) + " is there twice", "every module once");
            }
        }
        return List.copyOf(modules);
    }
}
