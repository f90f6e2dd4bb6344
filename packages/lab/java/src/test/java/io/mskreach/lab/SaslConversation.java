package io.mskreach.lab;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** SaslHandshake 1 and SaslAuthenticate 1 byte by byte, as often as one likes on one connection. */
final class SaslConversation implements AutoCloseable {
    private static final int HANDSHAKE = 17;
    private static final int AUTHENTICATE = 36;

    record Answer(int error, String message, long sessionMs) {}

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private final SSLSocket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    SaslConversation(TestCertificate certificate, int port) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("lab", CertificateFactory.getInstance("X.509").generateCertificate(
                new ByteArrayInputStream(certificate.certificatePem().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    Answer authenticate(String token) throws IOException {
        DataInputStream handshake = exchange(HANDSHAKE, body -> body.writeUTF("OAUTHBEARER"));
        int error = handshake.readShort();
        if (error != 0) {
            return new Answer(error, null, 0);
        }
        byte[] first = ("n,,\u0001auth=Bearer " + token + "\u0001\u0001").getBytes(StandardCharsets.UTF_8);
        DataInputStream answer = exchange(AUTHENTICATE, body -> {
            body.writeInt(first.length);
            body.write(first);
        });
        int code = answer.readShort();
        int length = answer.readShort();
        String message =
                length < 0 ? null : new String(answer.readNBytes(length), StandardCharsets.UTF_8);
        answer.readNBytes(answer.readInt());
        return new Answer(code, message, answer.readLong());
    }

    private DataInputStream exchange(int api, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream request = new DataOutputStream(bytes);
        request.writeShort(api);
        request.writeShort(1);
        request.writeInt(1);
        request.writeUTF("test");
        body.write(request);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
        DataInputStream answer = new DataInputStream(new ByteArrayInputStream(in.readNBytes(in.readInt())));
        answer.readInt();
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
