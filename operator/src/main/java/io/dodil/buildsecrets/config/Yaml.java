package io.dodil.buildsecrets.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A YAML document as a tree.
sealed interface Yaml {

  /// Entries in the order of the file.
  record Mapping(Map<String, Yaml> entries) implements Yaml {

    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /// A list.
  record Sequence(List<Yaml> items) implements Yaml {

    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A value, as written: `010` and `1_000` are no numbers here.
  record Scalar(Kind kind, String text) implements Yaml {}

  /// What YAML takes a plain value for.
  enum Kind {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /// `key:` with nothing after it is the same as no key, as in a chart's empty value.
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.kind() == Kind.NULL;
  }
}
