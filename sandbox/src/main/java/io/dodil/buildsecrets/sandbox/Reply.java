package io.dodil.buildsecrets.sandbox;

import java.time.Duration;

/// What happens on the wire once a call is handled.
sealed interface Reply {

  /// 0: nothing is answered.
  int status();

  String outcome();

  record Send(Answer answer, Duration delay) implements Reply {

    Send(Answer answer) {
      this(answer, Duration.ZERO);
    }

    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public String outcome() {
      return answer.outcome();
    }
  }

  /// A body of this size; `trickle`: a byte at a time.
  record Flood(long bytes, boolean gzip, boolean trickle) implements Reply {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public String outcome() {
      return "a body that never should be read";
    }
  }

  record Hang() implements Reply {
    @Override
    public int status() {
      return 0;
    }

    @Override
    public String outcome() {
      return "never answered";
    }
  }

  record Reset() implements Reply {
    @Override
    public int status() {
      return 0;
    }

    @Override
    public String outcome() {
      return "connection reset";
    }
  }
}
