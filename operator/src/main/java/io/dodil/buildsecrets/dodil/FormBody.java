package io.dodil.buildsecrets.dodil;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.Sensitive;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// A form, `application/x-www-form-urlencoded`. Encodes bytes, so that no secret becomes a String.
final class FormBody {

  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  FormBody with(String name, String value) {
    return with(name, Sensitive.of(value));
  }

  FormBody with(String name, Sensitive value) {
    if (out.size() > 0) {
      out.write('&');
    }
    encode(name.getBytes(UTF_8));
    out.write('=');
    encode(value.reveal());
    return this;
  }

  Sensitive content() {
    return Sensitive.owning(out.toByteArray());
  }

  private void encode(byte[] bytes) {
    for (byte b : bytes) {
      if (PLAIN.indexOf(b) >= 0) {
        out.write(b);
      } else {
        out.writeBytes(("%" + HexFormat.of().withUpperCase().toHexDigits(b)).getBytes(US_ASCII));
      }
    }
  }
}
