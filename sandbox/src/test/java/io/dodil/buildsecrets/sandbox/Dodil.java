package io.dodil.buildsecrets.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;

/// Calls a sandbox as a careful client does: checks its certificate, follows nothing, retries
/// nothing.
record Dodil(Sandbox sandbox, OkHttpClient client) {

  static final String SAVE = "/v1/ignite/builds/secrets";
  static final MediaType JSON = MediaType.get("application/json");

  record Result(int status, String body, String contentType) {}

  static Dodil of(Sandbox sandbox) {
    return of(sandbox, sandbox.caPem());
  }

  static Dodil of(Sandbox sandbox, String caPem) {
    var trust =
        new HandshakeCertificates.Builder().addTrustedCertificate(certificate(caPem)).build();
    var client =
        new OkHttpClient.Builder()
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .callTimeout(Duration.ofSeconds(20))
            .build();
    return new Dodil(sandbox, client);
  }

  private static X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  Dodil withTimeout(Duration timeout) {
    return new Dodil(sandbox, client.newBuilder().callTimeout(timeout).build());
  }

  /// Saves with a token of this client.
  Result save(String clientId, String json) throws IOException {
    return call(saving(sandbox.issueToken(clientId), json).build());
  }

  Request.Builder saving(String token, String json) {
    return saving(RequestBody.create(json.getBytes(StandardCharsets.UTF_8), JSON))
        .header("Authorization", "Bearer " + token);
  }

  Request.Builder saving(RequestBody body) {
    return new Request.Builder().url(sandbox.apiUrl() + SAVE).put(body);
  }

  Result token(Map<String, String> form) throws IOException {
    return call(asking(form).build());
  }

  Result token(String clientId, String secret) throws IOException {
    return token(
        Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
  }

  Request.Builder asking(Map<String, String> form) {
    var body = new FormBody.Builder();
    form.forEach(body::add);
    return new Request.Builder().url(sandbox.tokenUrl()).post(body.build());
  }

  Result get(String path) throws IOException {
    return call(new Request.Builder().url(sandbox.apiUrl() + path).build());
  }

  Result call(Request request) throws IOException {
    try (var response = client.newCall(request).execute()) {
      return result(response);
    }
  }

  private static Result result(Response response) throws IOException {
    var type = response.header("Content-Type");
    return new Result(response.code(), response.body().string(), type == null ? "" : type);
  }
}
