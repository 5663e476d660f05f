package io.dodil.buildsecrets.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.Sensitive;
import java.util.Base64;

/// Tokens as an identity provider would sign them; nobody here checks the signature.
public final class Jwt {

  private Jwt() {}

  /// With these claims, as JSON.
  public static Sensitive of(String claims) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return Sensitive.of(
        encoder.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8))
            + "."
            + encoder.encodeToString(claims.getBytes(UTF_8))
            + ".sig");
  }

  /// Of one organization; the serial number tells tokens apart.
  public static Sensitive naming(String organization, int serial) {
    return of("{\"organization\":{\"%s\":{}},\"jti\":\"%d\"}".formatted(organization, serial));
  }

  public static String text(Sensitive token) {
    return new String(token.reveal(), UTF_8);
  }
}
