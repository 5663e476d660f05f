package io.dodil.buildsecrets.model;

import java.util.Locale;
import java.util.regex.Pattern;

/// Addresses of this machine itself, the only ones that may be spoken to without TLS.
public final class Loopback {

  private static final Pattern V4 = Pattern.compile("127(?:\\.\\d{1,3}){3}");

  private Loopback() {}

  /// Whether a URL's host is in 127.0.0.0/8, ::1 or `localhost`; nothing is looked up.
  public static boolean includes(String host) {
    var name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return name.equals("localhost") || name.equals("::1") || V4.matcher(name).matches();
  }
}
