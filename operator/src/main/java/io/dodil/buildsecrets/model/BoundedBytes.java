package io.dodil.buildsecrets.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Bytes up to a number; the first one more fails.
final class BoundedBytes extends OutputStream {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final long max;

  BoundedBytes(long max) {
    this.max = max;
  }

  /// There is no room for more.
  static final class Full extends IOException {

    private static final long serialVersionUID = 1L;
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom(1);
    bytes.write(b);
  }

  @Override
  public void write(byte[] more, int offset, int length) throws IOException {
    makeRoom(length);
    bytes.write(more, offset, length);
  }

  private void makeRoom(int length) throws Full {
    if (bytes.size() + (long) length > max) {
      throw new Full();
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
