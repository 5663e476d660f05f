package io.dodil.buildsecrets.config;

import java.util.regex.Pattern;

/// Where something stands, such as `organizations[0].namespaces`.
record YamlPath(String text) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,62}");

  static YamlPath root() {
    return new YamlPath("");
  }

  boolean isRoot() {
    return text.isEmpty();
  }

  /// A key that looks like no key may be a value gone astray, and is not shown.
  YamlPath key(String key) {
    var shown = PLAIN.matcher(key).matches() ? key : "?";
    return new YamlPath(isRoot() ? shown : text + "." + shown);
  }

  YamlPath item(int index) {
    return new YamlPath(text + "[" + index + "]");
  }
}
