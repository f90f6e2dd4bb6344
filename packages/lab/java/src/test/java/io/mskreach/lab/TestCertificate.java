package io.mskreach.lab;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate for 127.0.0.1, made by the JDK's keytool. */
record TestCertificate(Path keyStorePem, String certificatePem) {
    static TestCertificate create(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool, "-genkeypair", "-alias", "lab", "-keyalg", "RSA", "-storetype", "PKCS12",
                        "-storepass", "changeit", "-keystore", store.toString(), "-dname", "CN=lab",
                        "-ext", "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        String certificate = pem("CERTIFICATE", keys.getCertificate("lab").getEncoded());
        String key = pem("PRIVATE KEY", keys.getKey("lab", "changeit".toCharArray()).getEncoded());
        return new TestCertificate(Files.writeString(directory.resolve("keys.pem"), key + certificate), certificate);
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }
}
