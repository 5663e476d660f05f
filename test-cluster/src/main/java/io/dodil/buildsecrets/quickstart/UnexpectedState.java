package io.dodil.buildsecrets.quickstart;

import java.io.Serial;

/// Something is not as the tour says; its message is for people.
final class UnexpectedState extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  UnexpectedState(String message) {
    super(message);
  }
}
