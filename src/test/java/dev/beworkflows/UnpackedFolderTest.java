package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFolderTest {

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void pack() throws IOException {
        jar = jar("first.jar", Map.of("shim/a.py", "a = 1", "shim/package/b.py", "b = 1", "other/c.py", "c"));
    }

    @Test
    void hasTheFilesOfTheFolderAndNoOthers() throws IOException {
        Path unpacked = unpacked(jar);
        assertEquals("a = 1", Files.readString(unpacked.resolve("a.py")));
        assertEquals("b = 1", Files.readString(unpacked.resolve("package/b.py")));
        assertEquals(2, Files.list(unpacked).toList().size());
    }

    @Test
    void isUsedAgainWithWhatLiesBesideIt() throws IOException {
        Path compiled = Files.writeString(unpacked(jar).resolve("a.pyc"), "compiled");
        Path again = unpacked(jar("copy.jar", Map.of("shim/a.py", "a = 1", "shim/package/b.py", "b = 1")));
        assertEquals(compiled.getParent(), again);
        assertTrue(Files.exists(compiled));
    }

    @Test
    void anotherContentReplacesItAlthoughTheSizesAreTheSame() throws IOException {
        Path before = unpacked(jar);
        Path after = unpacked(jar("second.jar", Map.of("shim/a.py", "a = 2", "shim/package/b.py", "b = 1")));
        assertNotEquals(before, after);
        assertEquals("a = 2", Files.readString(after.resolve("a.py")));
        assertTrue(Files.notExists(before));
    }

    @Test
    void aDamagedOneIsMadeAnew() throws IOException {
        Path unused = Files.writeString(unpacked(jar).resolve("package/b.py"), "");
        assertEquals("b = 1", Files.readString(unpacked(jar).resolve("package/b.py")));
        Files.delete(unpacked(jar).resolve("a.py"));
        assertEquals("a = 1", Files.readString(unpacked(jar).resolve("a.py")));
    }

    @Test
    void whatAKilledStartOrAnEarlierServerLeftGoes() throws IOException {
        Path half = Files.createDirectories(folder.resolve("data/unpacked.new"));
        Path old = Files.createDirectories(folder.resolve("data/unpacked"));
        Path others = Files.createDirectories(folder.resolve("data/work"));
        Path unpacked = unpacked(jar);
        try (Stream<Path> left = Files.list(folder.resolve("data"))) {
            assertEquals(Set.of(unpacked, others), left.collect(Collectors.toSet()));
        }
        assertTrue(Files.notExists(half) && Files.notExists(old));
    }

    private Path unpacked(Path from) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        return UnpackedFolder.of(from, "shim", data.resolve("unpacked"));
    }

    private Path jar(String name, Map<String, String> files) throws IOException {
        Path made = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made))) {
            for (Map.Entry<String, String> file :
                    files.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return made;
    }
}
