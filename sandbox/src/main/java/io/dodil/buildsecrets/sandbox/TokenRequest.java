package io.dodil.buildsecrets.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The form of a token call, and who says it is (RFC 6749, 2.3.1: by header, else in the form).
///
/// @param duplicated a parameter came twice
record TokenRequest(Map<String, String> form, boolean duplicated, String client, String secret) {

  static TokenRequest parse(String body, String authorization) {
    var form = new HashMap<String, String>();
    boolean duplicated = false;
    for (var pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        var value = decode(pair.substring(equals + 1));
        duplicated |= form.put(decode(pair.substring(0, equals)), value) != null;
      }
    }
    if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      basic(authorization.substring(6).trim(), form);
    }
    return new TokenRequest(
        form,
        duplicated,
        Objects.requireNonNullElse(form.get("client_id"), ""),
        Objects.requireNonNullElse(form.get("client_secret"), ""));
  }

  private static void basic(String credentials, Map<String, String> form) {
    var text = new String(decode64(credentials), StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    if (colon >= 0) {
      form.put("client_id", decode(text.substring(0, colon)));
      form.put("client_secret", decode(text.substring(colon + 1)));
    }
  }

  private static byte[] decode64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  String parameter(String name) {
    return Objects.requireNonNullElse(form.get(name), "");
  }

  Set<String> scopes() {
    var scopes = new TreeSet<>(List.of(parameter("scope").split(" ", -1)));
    scopes.remove("");
    return scopes;
  }

  @Override
  public String toString() {
    return "TokenRequest" + form.keySet();
  }
}
