package io.dodil.buildsecrets.push;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// How far one call came. Travels with the request as its tag, since whoever sees an exception
/// can't tell from it whether the request had begun.
final class Progress {

  private final BooleanSupplier maySend;
  private volatile boolean withheld;
  private volatile boolean begun;
  private volatile @Nullable Head head;

  Progress(BooleanSupplier maySend) {
    this.maySend = maySend;
  }

  static Progress of(Request request) {
    var progress = request.tag(Progress.class);
    if (progress == null) {
      throw new IllegalStateException("a request that does not tell its progress");
    }
    return progress;
  }

  /// The last question before the first byte of the request.
  boolean begin() {
    if (!maySend.getAsBoolean()) {
      withheld = true;
      return false;
    }
    begun = true;
    return true;
  }

  void answered(Response response) {
    head = new Head(response.code(), Optional.ofNullable(response.header(RetryAfter.HEADER)));
  }

  boolean withheld() {
    return withheld;
  }

  boolean begun() {
    return begun;
  }

  Optional<Head> head() {
    return Optional.ofNullable(head);
  }

  /// The start of an answer.
  record Head(int status, Optional<String> retryAfter) {}
}
