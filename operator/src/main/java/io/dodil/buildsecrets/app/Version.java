package io.dodil.buildsecrets.app;

import java.util.Optional;

/// Which build this is.
public final class Version {

  private Version() {}

  /// From the jar's manifest; `dev` outside of a jar.
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }
}
