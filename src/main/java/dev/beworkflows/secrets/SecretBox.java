package dev.beworkflows.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals and opens secrets: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits, the secret's name authenticated with it. Thread safe. */
public final class SecretBox {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_CHARACTERS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private SecretBox(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** What was sealed was sealed with another key, or under another name, or is damaged. */
    public static final class UnopenableException extends Exception {
        private static final long serialVersionUID = 1;

        UnopenableException(String name) {
            super("the secret '" + name + "' was encrypted with another key");
        }
    }

    /**
     * Made of a key in words.
     *
     * @throws IllegalArgumentException when it could be guessed
     */
    public static SecretBox of(String key) {
        if (key.length() < KEY_CHARACTERS) {
            throw new IllegalArgumentException("expected at least " + KEY_CHARACTERS
                    + " random characters, for example the output of 'openssl rand -hex 32'");
        }
        try {
            return new SecretBox(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Made of the key in a file; a missing file is made, for this user only. */
    public static SecretBox of(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path making = Files.createTempFile(
                    file.getParent(),
                    "key",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            byte[] random = new byte[KEY_BYTES];
            RANDOM.nextBytes(random);
            Files.writeString(making, Base64.getEncoder().encodeToString(random));
            Path unused = Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return of(Files.readString(file).strip());
    }

    byte[] seal(String name, String value) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    String open(String name, byte[] sealed) throws UnopenableException {
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            byte[] value =
                    cipher(Cipher.DECRYPT_MODE, name, nonce).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return new String(value, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | ProviderException | IllegalArgumentException e) {
            throw new UnopenableException(name);
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
