package dev.beworkflows.worker;

import java.util.Locale;

/** One of the things that keep a task away from what is not its own. */
public enum IsolationLayer {

    /** Neither setuid programs nor capabilities of files give a worker more than it has. */
    NO_NEW_PRIVILEGES("install setpriv (Debian: util-linux) or bwrap (Debian: bubblewrap)"),

    /** Workers run as a user of their own, without capabilities: the kernel keeps them from the server's files and memory. */
    OWN_USER(
            "start the server as root, with setpriv (Debian: util-linux) on the PATH, and let the worker's user reach Python"),

    /** Each worker sees its own processes, file systems and network only. */
    NAMESPACES("install bwrap (Debian: bubblewrap), and allow user namespaces or start the server as root");

    private final String remedy;

    IsolationLayer(String remedy) {
        this.remedy = remedy;
    }

    /** How to get it. */
    String remedy() {
        return remedy;
    }

    /** As JSON has it. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people say it. */
    public String inWords() {
        return json().replace('_', ' ');
    }
}
