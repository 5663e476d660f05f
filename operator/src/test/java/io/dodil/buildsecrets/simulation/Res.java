package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.model.ResourceId;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// A resource of the simulated cluster.
///
/// @param request the annotation that asks for a save; empty: none
record Res(
    String namespace,
    String name,
    String uid,
    long generation,
    Instant created,
    boolean deleting,
    String request,
    Want want) {

  String path() {
    return namespace + "/" + name;
  }

  ResourceId id() {
    return new ResourceId(namespace, name, uid);
  }

  Res with(Want other) {
    return new Res(namespace, name, uid, generation + 1, created, deleting, request, other);
  }

  Res requesting(String text) {
    return new Res(namespace, name, uid, generation, created, deleting, text, want);
  }

  Res terminating() {
    return new Res(namespace, name, uid, generation + 1, created, true, request, want);
  }

  @Override
  public String toString() {
    return path()
        + " ("
        + uid
        + ", "
        + generation
        + (deleting ? ", terminating" : "")
        + (want.suspended() ? ", suspended" : "")
        + (request.isEmpty() ? "" : ", " + request)
        + "): "
        + want.endpoint()
        + " "
        + want.organization()
        + " by "
        + want.auth()
        + " "
        + new TreeSet<>(want.parts());
  }

  /// Paths of the Secrets it references.
  Set<String> secrets() {
    var names = new TreeSet<String>();
    names.add(namespace + "/" + want.auth());
    want.parts().forEach(part -> names.add(namespace + "/" + Oracle.secretOf(part)));
    return names;
  }
}
