package dev.beworkflows.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {

    @TempDir
    private Path base;

    @Test
    void removesEverythingAndFollowsNoLink() throws Exception {
        Path kept = Files.createDirectory(base.resolve("kept"));
        Files.writeString(kept.resolve("file"), "1");
        Path folder = Files.createDirectories(base.resolve("folder/a/b"));
        Files.writeString(folder.resolve("file"), "1");
        Path unusedFolder = Files.createSymbolicLink(folder.resolve("to-folder"), kept);
        Path unusedFile = Files.createSymbolicLink(folder.resolve("to-file"), kept.resolve("file"));
        Path unusedNothing = Files.createSymbolicLink(folder.resolve("to-nothing"), base.resolve("nothing"));
        FolderTree.remove(base.resolve("folder"));
        assertFalse(Files.exists(base.resolve("folder")));
        assertEquals("1", Files.readString(kept.resolve("file")));
        FolderTree.remove(base.resolve("folder")); // again
    }

    @Test
    void aLinkInThePlaceOfTheFolderGoesAlone() throws Exception {
        Path kept = Files.createDirectory(base.resolve("kept"));
        Files.writeString(kept.resolve("file"), "1");
        Path link = Files.createSymbolicLink(base.resolve("link"), kept);
        FolderTree.remove(link);
        assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(kept.resolve("file")));
    }

    /** Who may write to the folder changes a folder for a link all the time: never is anything removed behind the link. */
    @Test
    void nothingIsRemovedBehindALinkThatComesMeanwhile() throws Exception {
        Path kept = Files.createDirectory(base.resolve("kept"));
        Files.writeString(kept.resolve("file"), "1");
        Path folder = base.resolve("folder");
        Path inside = folder.resolve("inside");
        Path link = Files.createSymbolicLink(base.resolve("link"), kept);
        AtomicBoolean ends = new AtomicBoolean();
        CompletableFuture<Void> changing = CompletableFuture.runAsync(() -> {
            while (!ends.get()) {
                swap(inside, link, base.resolve("aside"));
            }
        });
        for (int i = 0; i < 500; i++) {
            Path unused = Files.createDirectories(folder);
            try {
                Path unusedInside = Files.createDirectories(inside);
                Files.writeString(inside.resolve("own"), "1");
            } catch (IOException e) {
                assertTrue(Files.exists(kept)); // a link was there just now
            }
            try {
                FolderTree.remove(folder);
            } catch (IOException e) {
                assertTrue(Files.exists(kept)); // more came than was removed
            }
            assertTrue(Files.exists(kept.resolve("file")), "removed behind the link, in round " + i);
        }
        ends.set(true);
        changing.join();
    }

    private static void swap(Path inside, Path link, Path aside) {
        try {
            Path unused = Files.move(inside, aside);
            Path unusedLink = Files.createSymbolicLink(inside, Files.readSymbolicLink(link));
            Files.deleteIfExists(inside);
            Path unusedBack = Files.move(aside, inside);
        } catch (IOException e) {
            try {
                FolderTree.remove(aside);
            } catch (IOException again) {
                return; // the next round does it
            }
        }
    }

    @Test
    void everyFileIsMeasuredAndNoLinkFollowed() throws Exception {
        Path outside = Files.write(base.resolve("outside"), new byte[1000]);
        Path folder = Files.createDirectories(base.resolve("folder/" + "a/".repeat(20)));
        Path unused = Files.write(folder.resolve("deep"), new byte[5]);
        Path unusedFlat = Files.write(base.resolve("folder/flat"), new byte[70]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
        Path unusedUp = Files.createSymbolicLink(folder.resolve("up"), base);
        long links = Files.readSymbolicLink(link).toString().length()
                + base.toString().length();
        assertEquals(75 + links, FolderTree.bytes(base.resolve("folder")));
        assertEquals(0, FolderTree.bytes(base.resolve("nothing")));
    }

    @Test
    void aDepthThatNoCallStackHasIsMeasuredAsFarAsItHasANameAndRemoved() throws Exception {
        Path deep = base.resolve("deep");
        ProcessBuilder maker = new ProcessBuilder(
                "python3",
                "-c",
                "import os, sys\nos.mkdir(sys.argv[1]); os.chdir(sys.argv[1])\nfor i in range(3000): os.mkdir('d'); open('f', 'w').close(); os.chdir('d')",
                deep.toString());
        assertEquals(0, maker.inheritIO().start().waitFor());
        assertTrue(FolderTree.bytes(deep) >= 0);
        FolderTree.remove(deep);
        assertEquals(List.of(), FolderTree.entries(base));
    }
}
