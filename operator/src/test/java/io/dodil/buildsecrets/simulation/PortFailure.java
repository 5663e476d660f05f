package io.dodil.buildsecrets.simulation;

/// What a port throws that should not throw.
final class PortFailure {

  private PortFailure() {}

  static final class Unexpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unexpected(String port) {
      super(port);
    }
  }

  static final class Broken extends LinkageError {
    private static final long serialVersionUID = 1L;

    Broken(String port) {
      super(port);
    }
  }
}
