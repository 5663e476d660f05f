package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds every piece of 8 characters of what must show nowhere, however it is written: one pass
/// over a sink, whatever the number of secrets.
final class LeakSearch {

  private static final int WINDOW = 8;

  /// What 8 bytes as one number belong to.
  private final Map<Long, String> text = new HashMap<>();

  /// The same for bytes that are written as hexadecimal digits: 16 of them, for 8 appear by chance.
  private final Map<Long, String> hex = new HashMap<>();

  /// Under this name it will be found.
  LeakSearch add(String name, String secret) {
    return add(name, secret, EnumSet.allOf(LeakForm.class));
  }

  /// By its digests alone.
  LeakSearch addDocument(String name, String document) {
    return add(name, document, EnumSet.of(LeakForm.DIGEST_HEXADECIMAL, LeakForm.DIGEST_BASE64));
  }

  private LeakSearch add(String name, String secret, Set<LeakForm> forms) {
    for (var form : forms) {
      for (var written : form.write(secret)) {
        if (form.isHexadecimal()) {
          windows(LeakForm.bytes(written), hex, name);
        } else {
          windows(written.getBytes(UTF_8), text, name);
        }
      }
    }
    return this;
  }

  private static void windows(byte[] bytes, Map<Long, String> into, String name) {
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = window << 8 | (bytes[i] & 0xff);
      if (i >= WINDOW - 1) {
        into.putIfAbsent(window, name);
      }
    }
  }

  /// How many pieces are looked for.
  int size() {
    return text.size() + hex.size();
  }

  /// The names of all secrets that a piece of is in there.
  Set<String> find(byte[] sink) {
    var found = new TreeSet<String>();
    long window = 0;
    long digits = 0;
    int run = 0;
    for (int i = 0; i < sink.length; i++) {
      window = window << 8 | (sink[i] & 0xff);
      int digit = Character.digit(sink[i], 16);
      digits = digits << 4 | Math.max(digit, 0);
      run = digit < 0 ? 0 : run + 1;
      if (i >= WINDOW - 1) {
        note(text.get(window), found);
      }
      if (run >= 2 * WINDOW) {
        note(hex.get(digits), found);
      }
    }
    return found;
  }

  private static void note(@Nullable String name, Set<String> found) {
    if (name != null) {
      found.add(name);
    }
  }
}
