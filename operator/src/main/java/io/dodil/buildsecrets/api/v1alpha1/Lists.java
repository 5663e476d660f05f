package io.dodil.buildsecrets.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Absent lists of a resource are empty ones.
final class Lists {

  private Lists() {}

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
