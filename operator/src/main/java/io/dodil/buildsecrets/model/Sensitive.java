package io.dodil.buildsecrets.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/// Bytes of a secret. They show nowhere: `toString` is a mask, `equals` takes the same time
/// wherever two values differ, and there is no way to serialize them.
public final class Sensitive {

  private static final String MASK = "***";

  private final byte[] bytes;

  private Sensitive(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Sensitive of(byte[] bytes) {
    return new Sensitive(bytes.clone());
  }

  /// Without a copy of what may be large: the caller drops the array.
  public static Sensitive owning(byte[] bytes) {
    return new Sensitive(bytes);
  }

  /// For text that came as a String from a library; the String itself is beyond our reach.
  public static Sensitive of(String text) {
    return new Sensitive(text.getBytes(UTF_8));
  }

  /// The bytes themselves, a copy. Only where a value has to be read or sent.
  public byte[] reveal() {
    return bytes.clone();
  }

  /// As [#reveal], without a copy of what may be large.
  public void revealTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /// In bytes.
  public int size() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sensitive that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /// The same for all: a hash of a value would be something derived from it.
  @Override
  public int hashCode() {
    return Sensitive.class.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
