package dev.beworkflows.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartParserTest {

    private static final String FORM = "preamble\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"a\"\r\n\r\nöne\r\n--b  \r\n"
            + "Content-Disposition: form-data; name=\"f\"; filename=\"x\\\"y.csv\"\r\nContent-Type: text/csv\r\n\r\n"
            + "1,2\r\n--\r\n--c\r\n\r\n--b\r\n"
            + "content-disposition: form-data; name=empty\r\n\r\n\r\n--b--\r\nepilogue\r\n--b\r\n";

    private static final List<String> PARTS = List.of(
            "a Optional.empty []=öne",
            "f Optional[x\"y.csv] [text/csv]=1,2\r\n--\r\n--c\r\n",
            "empty Optional.empty []=");

    @Test
    void splitsAForm() {
        assertEquals(PARTS, parts(FORM, Integer.MAX_VALUE));
    }

    @Test
    void itDoesNotMatterHowTheBytesArrive() {
        for (int size = 1; size <= 64; size++) {
            assertEquals(PARTS, parts(FORM, size), "pieces of " + size);
        }
    }

    @Test
    void binaryDataArrivesUnchanged() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] data = new byte[random.nextInt(300)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) "\r\n-b\0x".charAt(random.nextInt(6));
            }
            if (new String(data, UTF_8).contains("\r\n--b")) {
                continue;
            }
            Recorder recorder = new Recorder();
            MultipartParser parser = new MultipartParser("b", recorder);
            byte[] form = form(data);
            int cut = random.nextInt(form.length);
            parser.feed(Arrays.copyOf(form, cut));
            parser.feed(Arrays.copyOfRange(form, cut, form.length));
            parser.end();
            assertEquals(Arrays.toString(data), Arrays.toString(recorder.data.toByteArray()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nopen",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nopen\r\n--b",
                "--b\r\n\r\nno header\r\n--b--",
                "--b\r\nContent-Type: text/plain\r\n\r\nno name\r\n--b--",
                "--b\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b--",
                "--b\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b\r\n\r\n1\r\n--b--",
                "--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--b--",
                "--bb\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--"
            })
    void refusesWhatIsNoForm(String form) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> parts(form, 7));
        assertEquals(ApiError.MALFORMED_REQUEST, refusal.problem().error());
    }

    @Test
    void headersOfAPartHaveALimit() {
        String form = "--b\r\nContent-Disposition: form-data; name=a\r\nX: " + "x".repeat(9_000);
        assertThrows(ProblemException.class, () -> parts(form, 1_000));
    }

    private static byte[] form(byte[] data) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n".getBytes(UTF_8));
        form.writeBytes(data);
        form.writeBytes("\r\n--b--\r\n".getBytes(UTF_8));
        return form.toByteArray();
    }

    private static List<String> parts(String form, int size) {
        Recorder recorder = new Recorder();
        MultipartParser parser = new MultipartParser("b", recorder);
        byte[] bytes = form.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += Math.min(size, bytes.length)) {
            parser.feed(Arrays.copyOfRange(bytes, from, (int) Math.min(bytes.length, (long) from + size)));
        }
        parser.end();
        return recorder.parts;
    }

    private static final class Recorder implements MultipartParser.Listener {
        private final List<String> parts = new ArrayList<>();
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private String header = "";

        @Override
        public void begins(PartHeader part) {
            header = part.name() + " " + part.filename() + " [" + part.contentType() + "]";
            data.reset();
        }

        @Override
        public void data(byte[] bytes, int from, int to) {
            data.write(bytes, from, to - from);
        }

        @Override
        public void ends() {
            parts.add(header + "=" + data.toString(UTF_8));
        }
    }
}
