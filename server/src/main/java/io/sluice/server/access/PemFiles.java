package io.sluice.server.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as they come in files: PEM. Whatever is wrong with one is an {@link AccessFileException}. */
public final class PemFiles {
    private static final String CERTIFICATES = "certificate file";
    private static final String KEY = "key file";
    private static final String KEY_EXPECTED =
            "expected a PKCS#8 key that is not encrypted (-----BEGIN PRIVATE KEY-----), as made by openssl pkcs8 -topk8 -nocrypt";
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemFiles() {}

    /**
     * Reads certificates.
     *
     * @param file PEM.
     * @return one at least, all of them valid now, in the order of the file.
     * @throws AccessFileException if there is none, or one that is not valid.
     */
    public static X509Certificate[] certificates(Path file) {
        try {
            X509Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(CERTIFICATES, file)))
                    .toArray(X509Certificate[]::new);
            if (certificates.length == 0) {
                throw new AccessFileException(CERTIFICATES, file, "expected a certificate, there is none");
            }
            for (X509Certificate certificate : certificates) {
                requireValid(file, certificate);
            }
            return certificates;
        } catch (CertificateException e) {
            throw new AccessFileException(CERTIFICATES, file, "expected certificates (-----BEGIN CERTIFICATE-----)");
        }
    }

    /**
     * Reads a private key.
     *
     * @param file PEM, PKCS#8 and not encrypted.
     * @param publicKey what it has to belong to.
     * @return the key.
     * @throws AccessFileException if there is none, or another one.
     */
    public static PrivateKey key(Path file, PublicKey publicKey) {
        Matcher block = KEY_BLOCK.matcher(new String(bytes(KEY, file), StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new AccessFileException(KEY, file, KEY_EXPECTED);
        }
        try {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
            PrivateKey key = KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(encoded);
            if (areOnePair(key, publicKey)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new AccessFileException(
                    KEY, file, KEY_EXPECTED + ", of the kind of the certificate's: " + publicKey.getAlgorithm());
        }
        throw new AccessFileException(KEY, file, "expected the key of the certificate, was another");
    }

    private static void requireValid(Path file, X509Certificate certificate) {
        String whose = "the certificate of " + certificate.getSubjectX500Principal();
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new AccessFileException(
                    CERTIFICATES,
                    file,
                    whose + " has expired: " + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw new AccessFileException(
                    CERTIFICATES,
                    file,
                    whose + " is not valid before " + certificate.getNotBefore().toInstant());
        }
    }

    private static boolean areOnePair(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        byte[] message = publicKey.getEncoded();
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(message);
        return signature.verify(signed);
    }

    private static byte[] bytes(String kind, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new AccessFileException(kind, file, "there is no such file");
        } catch (IOException e) {
            throw new AccessFileException(kind, file, "cannot be read: " + e);
        }
    }
}
