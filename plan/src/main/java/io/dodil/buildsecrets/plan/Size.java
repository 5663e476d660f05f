package io.dodil.buildsecrets.plan;

import java.util.Optional;

/// How large the request is. An exact length would tell that of a value to those who know the names
/// and the other values, and a plan ends up in the logs of CI: so it is rounded up to steps of 64
/// KiB, which no credential comes near, and which suffice to see how far the limit is.
///
/// @param atMost bytes; empty when there is no request
/// @param limit in bytes
public record Size(Optional<Long> atMost, long limit) {

  private static final long STEP = 64 << 10;

  static Size of(Optional<Long> bytes, long limit) {
    return new Size(
        bytes.map(b -> Math.min(limit, Math.max(1, (b + STEP - 1) / STEP) * STEP)), limit);
  }
}
