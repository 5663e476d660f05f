package io.dodil.buildsecrets.quickstart;

import java.io.Serial;

/// Something is not as the tour says; its message is for people.
final class NotSo extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  NotSo(String message) {
    super(message);
  }
}
