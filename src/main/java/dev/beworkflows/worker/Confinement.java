package dev.beworkflows.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in front of a worker's command so that it runs within the layers of its isolation.
 *
 * <p>Every program in the chain replaces itself by the next, but for bubblewrap: that stays as the worker's parent, leads its process group, and all that the worker started dies
 * with it. May be used from any thread.
 */
final class Confinement {

    static final String SETPRIV = "setpriv";
    static final String BUBBLEWRAP = "bwrap";
    private static final String SETSID = "setsid";
    private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);

    private static final List<String> SYSTEM =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store", "/sys");

    /** What programs look up about the machine: names, libraries, certificates, time zone. Nothing of other programs' configuration. */
    private static final List<String> SETTINGS = List.of(
            "alternatives",
            "ca-certificates",
            "ca-certificates.conf",
            "crypto-policies",
            "fonts",
            "group",
            "host.conf",
            "hosts",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "locale.alias",
            "localtime",
            "mime.types",
            "nsswitch.conf",
            "OpenCL",
            "os-release",
            "passwd",
            "pki",
            "protocols",
            "resolv.conf",
            "services",
            "ssl",
            "timezone");

    private static final String DEVICES_OF_GRAPHICS = "nvidia.*|dri|kfd";

    private final Isolation isolation;
    private final List<String> outer;
    private final List<String> shared;
    private final List<String> user;

    Confinement(Isolation isolation, SharedFolders folders) {
        this.isolation = isolation;
        this.user = user(isolation);
        boolean namespaces = isolation.has(IsolationLayer.NAMESPACES);
        this.outer = namespaces ? outer(isolation) : List.of();
        this.shared = namespaces ? shared(folders) : List.of();
    }

    /** @param network whether the worker may use it; without namespaces it may anyway */
    List<String> around(List<String> command, WorkFolders.Folder folder, boolean network) {
        List<String> all = new ArrayList<>(outer);
        if (isolation.has(IsolationLayer.NAMESPACES)) {
            if (!network) {
                all.add("--unshare-net");
            }
            bind(all, "--bind", folder.temporary(), Path.of("/tmp"));
            all.addAll(shared);
            bindOver(all, "--bind", folder.home());
            all.addAll(List.of("--chdir", folder.home().toString(), "--remount-ro", "/", "--"));
        }
        all.addAll(user);
        all.addAll(command);
        return all;
    }

    /** The last step before Python: another user, no capabilities, and nothing that gives them back. */
    private static List<String> user(Isolation isolation) {
        if (Programs.find(SETPRIV).isEmpty() || isolation.layers().isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of(program(SETPRIV), "--no-new-privs", "--pdeathsig", "KILL"));
        if (isolation.has(IsolationLayer.OWN_USER)) {
            String uid = Integer.toString(isolation.settings().uid());
            command.addAll(List.of("--reuid", uid, "--regid", uid, "--clear-groups"));
            command.addAll(List.of("--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"));
        }
        return command;
    }

    /** A session of its own comes first: the group that the warden kills has to be there from the start. */
    private static List<String> outer(Isolation isolation) {
        List<String> command = new ArrayList<>(
                List.of(program(SETSID), program(BUBBLEWRAP), "--die-with-parent", "--unshare-pid", "--unshare-ipc"));
        if (!isolation.has(IsolationLayer.OWN_USER)) {
            command.addAll(List.of("--cap-drop", "ALL"));
        }
        SYSTEM.forEach(path -> readOnly(command, Path.of(path)));
        command.addAll(List.of("--dir", "/etc"));
        SETTINGS.forEach(name -> readOnly(command, Path.of("/etc", name)));
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/dev/shm"));
        graphics().forEach(device -> bind(command, "--dev-bind", device, device));
        return command;
    }

    /** What hides a folder comes after what it is in, and before what is in it. */
    private static List<String> shared(SharedFolders folders) {
        List<String> command = new ArrayList<>();
        List<Path> read = Stream.concat(folders.read().stream(), libraries())
                .filter(path -> SYSTEM.stream().noneMatch(path::startsWith))
                .distinct()
                .toList();
        read.stream().filter(path -> !folders.hides(path)).forEach(path -> bindOver(command, "--ro-bind", path));
        folders.hidden().forEach(path -> hide(command, path));
        read.stream().filter(folders::hides).forEach(path -> bindOver(command, "--ro-bind", path));
        folders.written().forEach(path -> bindOver(command, "--bind", path));
        return command;
    }

    /** Folders that the server's LD_LIBRARY_PATH names, as workers get it, too. */
    private static Stream<Path> libraries() {
        String paths = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
        return Arrays.stream(paths.split(File.pathSeparator, -1))
                .filter(path -> path.startsWith("/") && path.length() > 1)
                .map(Path::of)
                .filter(Files::isDirectory);
    }

    /** A link stays one where its target is there, too. What does not exist is left out. */
    private static void readOnly(List<String> command, Path path) {
        try {
            if (Files.isSymbolicLink(path) && SYSTEM.stream().anyMatch(path.toRealPath()::startsWith)) {
                command.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
            } else if (Files.exists(path)) {
                bind(command, "--ro-bind", path, path);
            }
        } catch (IOException e) {
            LOG.debug("path={} next=leave it out cause={}", path, e.toString());
        }
    }

    private static void hide(List<String> command, Path path) {
        ancestors(command, path);
        command.addAll(List.of("--tmpfs", path.toString()));
    }

    private static void bindOver(List<String> command, String how, Path path) {
        ancestors(command, path);
        bind(command, how, path, path);
    }

    /** Those that bubblewrap makes by itself can only be entered by who can enter what is bound there. */
    private static void ancestors(List<String> command, Path path) {
        for (int names = 1; names < path.getNameCount(); names++) {
            command.addAll(List.of("--dir", "/" + path.subpath(0, names)));
        }
    }

    private static void bind(List<String> command, String how, Path from, Path to) {
        command.addAll(List.of(how, from.toString(), to.toString()));
    }

    private static List<Path> graphics() {
        try (Stream<Path> devices = Files.list(Path.of("/dev"))) {
            return devices.filter(device -> String.valueOf(device.getFileName()).matches(DEVICES_OF_GRAPHICS))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String program(String name) {
        return Programs.find(name).map(Path::toString).orElse(name);
    }
}
