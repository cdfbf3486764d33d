package dev.beworkflows;

import picocli.CommandLine;

/** The version of this build. */
final class Version implements CommandLine.IVersionProvider {

    /** From the jar's manifest; {@code development} when the program does not run from a jar. */
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"BE Workflows " + current() + ", Java " + Runtime.version()};
    }
}
