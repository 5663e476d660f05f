package io.dodil.buildsecrets.model;

/// Which resource: a recreated one has the same name and another uid.
public record ResourceId(String namespace, String name, String uid) {

  /// `namespace/name`.
  public String path() {
    return namespace + "/" + name;
  }
}
