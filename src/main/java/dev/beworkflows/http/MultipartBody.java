package dev.beworkflows.http;

import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.schema.NamedText;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes in a multipart form: fields into memory, files to disk as they arrive and no faster than the disk takes them. */
final class MultipartBody extends BodyReader<MultipartBody.Form> implements MultipartParser.Listener {

    /** @param files by form field */
    record Form(List<NamedText> fields, Map<String, List<UploadedFile>> files) {}

    private final Exchange exchange;
    private final HttpLimits.Content limits;
    private final Uploads uploads;
    private final MultipartParser parser;
    private final List<NamedText> fields = new ArrayList<>();
    private final Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
    private int fileCount;
    private long textBytes;
    private Part part = new Part(new PartHeader("", Optional.empty(), ""), "");

    MultipartBody(Exchange exchange, HttpLimits.Content limits, String boundary, Uploads uploads) {
        super(exchange, limits.formBytes());
        this.exchange = exchange;
        this.limits = limits;
        this.uploads = uploads;
        this.parser = new MultipartParser(boundary, this);
    }

    @Override
    void piece(Buffer bytes) {
        parser.feed(bytes.getBytes());
        Future<Void> written = uploads.done();
        if (!written.isComplete()) {
            var unused = exchange.request().pause();
            exchange.here(written)
                    .onSuccess(done -> exchange.request().resume())
                    .onFailure(this::fail);
        }
    }

    @Override
    Future<Form> end() {
        parser.end();
        return exchange.here(uploads.done()).map(done -> new Form(fields, files));
    }

    @Override
    public void begins(PartHeader header) {
        if (header.filename().isEmpty()) {
            part = new Part(header, "");
            count(fields.size(), limits.fields(), "fields");
            return;
        }
        count(fileCount++, limits.files(), "files");
        if (header.filename().get().length() > limits.fileNameCharacters()) {
            throw MultipartParser.malformed("a file name exceeds " + limits.fileNameCharacters() + " characters");
        }
        part = new Part(header, uploads.begin());
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        part.size += to - from;
        if (part.isFile()) {
            uploads.write(bytes, from, to);
            return;
        }
        textBytes += to - from;
        if (textBytes > limits.bodyBytes()) {
            throw Problem.of(
                            ApiError.CONTENT_TOO_LARGE,
                            "the text fields of the form exceed " + limits.bodyBytes() + " bytes")
                    .asException();
        }
        part.text.write(bytes, from, to - from);
    }

    @Override
    public void ends() {
        if (part.isFile()) {
            uploads.end();
            part.file()
                    .ifPresent(file -> files.computeIfAbsent(part.header.name(), name -> new ArrayList<>())
                            .add(file));
        } else {
            fields.add(new NamedText(part.header.name(), part.text()));
        }
    }

    private static void count(int before, int limit, String what) {
        if (before >= limit) {
            throw Problem.of(ApiError.CONTENT_TOO_LARGE, "more than " + limit + " " + what + " in the form")
                    .asException();
        }
    }

    /** The part that is arriving. */
    private static final class Part {
        private final PartHeader header;
        private final String path;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream(64);
        private long size;

        /** @param path empty for a field */
        Part(PartHeader header, String path) {
            this.header = header;
            this.path = path;
        }

        boolean isFile() {
            return !path.isEmpty();
        }

        /** Empty when a browser says so of a file input in which nobody chose a file. */
        Optional<UploadedFile> file() {
            String filename = header.filename().orElse("");
            String type = header.contentType().isEmpty() ? "application/octet-stream" : header.contentType();
            return filename.isEmpty() && size == 0
                    ? Optional.empty()
                    : Optional.of(new UploadedFile(filename, type, size, path));
        }

        String text() {
            byte[] bytes = text.toByteArray();
            return StrictText.utf8(bytes, 0, bytes.length)
                    .filter(StrictText::isStorable)
                    .orElseThrow(() -> MultipartParser.malformed(
                            "the field '" + header.name() + "' is not UTF-8 text without U+0000"));
        }
    }
}
