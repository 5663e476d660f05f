package io.dodil.buildsecrets.sandbox;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// The key that tokens are signed with (RFC 7517), where Keycloak has it.
final class Jwks implements Handler {

  static final String PATH = "/realms/dodil/protocol/openid-connect/certs";

  private final Issuer issuer;

  Jwks(Issuer issuer) {
    this.issuer = issuer;
  }

  @Override
  public void handle(Context http) {
    var key = issuer.publicKey();
    var fields =
        Map.of(
            "kid",
            issuer.keyId(),
            "kty",
            "RSA",
            "alg",
            "RS256",
            "use",
            "sig",
            "n",
            encode(key.getModulus()),
            "e",
            encode(key.getPublicExponent()));
    Routes.answer(http, Answer.json(Map.of("keys", List.of(fields)), "keys"));
  }

  private static String encode(BigInteger number) {
    var bytes = number.toByteArray();
    // Without the byte that holds nothing but the sign.
    var unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }
}
